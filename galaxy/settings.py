"""All settings, each read from the environment with a safe local default. No logic."""

from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from galaxy import env

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(env.text("GALAXY_DATA_DIR", str(BASE_DIR / "var")))

# The site in words
SITE_NAME = env.text("GALAXY_SITE_NAME", "Galaxy")
SITE_OPERATOR = env.text("GALAXY_OPERATOR", "")
SITE_DISCLAIMER = env.text("GALAXY_DISCLAIMER", "")
SITE_CONTACT = env.text("GALAXY_CONTACT", "")
BASE_URL = env.text("GALAXY_BASE_URL", "http://localhost:8000")

# Process
DEBUG = env.flag("GALAXY_DEBUG")
EMBEDDED = env.flag("GALAXY_EMBEDDED")
SECRET_KEY = env.text("GALAXY_SECRET_KEY")
ALLOWED_HOSTS = env.words("GALAXY_ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
HTTPS = env.flag("GALAXY_HTTPS", default=BASE_URL.startswith("https://"))
TRUSTED_PROXIES = env.number("GALAXY_TRUSTED_PROXIES", 0)
ROOT_URLCONF = "galaxy.urls"
WSGI_APPLICATION = "galaxy.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "modeltranslation",
    "galaxy.core",
    "galaxy.ml",
    "galaxy.taxonomy",
    "accounts",
    "galaxy.notifications",
    "galaxy.search",
    "galaxy.freshness",
    "galaxy.moderation",
    "galaxy.flags",
    "partners",
    "funding",
    "galaxy.library",
    "solutions",
    "solutions.imports",
    "solutions.adaptations",
    "solutions.questions",
    "galaxy.portal",
    "galaxy.moderation.apps.AdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.sitemaps",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django_filters",
    "pgtrigger",
    "pghistory",
]

MIDDLEWARE = [
    "galaxy.portal.pagecache.PageCacheMiddleware",
    "galaxy.core.middleware.SafeRequestMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "galaxy.core.middleware.HeadersMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "galaxy.core.middleware.LanguageInAddressMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "accounts.middleware.SecondFactorMiddleware",
    "pghistory.middleware.HistoryMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "galaxy.core.context_processors.site",
            ],
            "builtins": ["django.templatetags.i18n", "galaxy.core.templatetags.galaxy"],
        },
    },
]
FORM_RENDERER = "galaxy.core.forms.Renderer"

# Database, cache, broker
DATABASES = {
    "default": dj_database_url.parse(env.text("DATABASE_URL", "postgresql:///galaxy"), conn_health_checks=True)
}
DATABASES["default"]["OPTIONS"] = {
    **DATABASES["default"].get("OPTIONS", {}),
    **({"pool": {"min_size": 1, "max_size": 6, "timeout": 5}} if env.flag("GALAXY_DB_POOL") else {}),
    "connect_timeout": 5,
    "options": " ".join(
        [
            f"-c statement_timeout={env.number('GALAXY_STATEMENT_TIMEOUT_MS', 20_000)}",
            "-c random_page_cost=1.1",  # as on solid-state disks; else the search reads the table instead of its index
            "-c max_parallel_workers_per_gather=0",  # pages run side by side already
            "-c hnsw.ef_search=200 -c hnsw.iterative_scan=relaxed_order",  # of vectors: as many as a search takes
        ]
    ),
}
# The shared cache holds rate limits; a table, so that they hold while the broker is away.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
# Whole pages for visitors, in the memory of each web process
PAGE_CACHE_BYTES = env.number("GALAXY_PAGE_CACHE_MB", 0 if DEBUG else 16) * 1024 * 1024
REDIS_URL = env.text("REDIS_URL", "redis://localhost:6379/0")
CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://", 1)
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 600,
    "unacked_restore_interval": 10,
    "unacked_restore_throttle": 1,
    "socket_connect_timeout": 1,
    "socket_timeout": 5,
    "max_retries": 0,
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_TIME_LIMIT = 300
CELERY_TASK_PUBLISH_RETRY = False
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TIMEZONE = "UTC"

# Accounts
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
# The trail of changes: added to and never altered, with who and where of each request that writes
PGHISTORY_APPEND_ONLY = True
PGHISTORY_MIDDLEWARE_METHODS = ["POST"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "accounts.validators.LongEnoughValidator", "OPTIONS": {"min_length": 10}},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["email", "name"]},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "accounts.validators.SiteWordsValidator"},
]
REQUIRE_SECOND_FACTOR = env.flag("GALAXY_REQUIRE_SECOND_FACTOR", default=True)
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "accounts:home"
LOGOUT_REDIRECT_URL = "portal:home"
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
ACCOUNT_ADAPTER = "galaxy.notifications.adapters.OutboxAccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_FORMS = {
    "login": "accounts.forms.LoginForm",
    "signup": "accounts.forms.SignupForm",
    "add_email": "accounts.forms.AddEmailForm",
    "change_password": "accounts.forms.ChangePasswordForm",
    "set_password": "accounts.forms.SetPasswordForm",
    "reset_password": "accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "accounts.forms.ResetPasswordKeyForm",
    "confirm_email_verification_code": "accounts.forms.ConfirmCodeForm",
    "reauthenticate": "accounts.forms.ReauthenticateForm",
}
ACCOUNT_SIGNUP_FORM_HONEYPOT_FIELD = "homepage"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 60 * 60
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = 5
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS else "http"
MFA_ADAPTER = "accounts.adapters.MFAAdapter"
MFA_FORMS = {
    "authenticate": "accounts.forms.SecondStepForm",
    "reauthenticate": "accounts.forms.SecondStepAgainForm",
    "activate_totp": "accounts.forms.ActivateAppForm",
    "add_webauthn": "accounts.forms.AddKeyForm",
    "login_webauthn": "accounts.forms.LoginKeyForm",
    "reauthenticate_webauthn": "accounts.forms.ReauthenticateKeyForm",
    "edit_webauthn": "accounts.forms.NameKeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = SITE_NAME
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
USERSESSIONS_TRACK_ACTIVITY = False
PASSWORD_RESET_TIMEOUT = 24 * 60 * 60

# Browser
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 14 * 24 * 60 * 60
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "galaxy.core.views.csrf_failure"
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^livez$", r"^readyz$"]
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 6 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
DATA_UPLOAD_MAX_NUMBER_FILES = 10
MAX_BODY_BYTES = 12 * 1024 * 1024

# Mail: files in the data folder until a server is named
EMAIL_HOST = env.text("GALAXY_EMAIL_HOST")
EMAIL_PORT = env.number("GALAXY_EMAIL_PORT", 587)
EMAIL_HOST_USER = env.text("GALAXY_EMAIL_USER")
EMAIL_HOST_PASSWORD = env.text("GALAXY_EMAIL_PASSWORD")
EMAIL_USE_TLS = env.flag("GALAXY_EMAIL_TLS", default=True)
EMAIL_TIMEOUT = 20
EMAIL_FILE_PATH = DATA_DIR / "mail"
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend" if EMAIL_HOST else "galaxy.core.mail.OutboxBackend"
DEFAULT_FROM_EMAIL = env.text("GALAXY_EMAIL_FROM", f"{SITE_NAME} <noreply@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# Moderation: working days within which a report of a problem is answered
FLAG_ANSWER_DAYS = env.number("GALAXY_FLAG_ANSWER_DAYS", 5)
# Requests to others (galaxy.core.outgoing): networks of one's own that may be asked too, at any port
OUTGOING_NETWORKS = env.words("GALAXY_OUTGOING_NETWORKS")
LINK_CHECK = env.flag("GALAXY_LINK_CHECK", default=True)

# Machine learning: which model turns sentences into vectors
EMBEDDER = env.text("GALAXY_EMBEDDER", "use")

# Languages, in the order of the United Nations
LANGUAGE_CODE = "en"
LANGUAGES = [
    ("ar", _("Arabic")),
    ("zh-hans", _("Chinese")),
    ("en", _("English")),
    ("fr", _("French")),
    ("ru", _("Russian")),
    ("es", _("Spanish")),
]
LOCALE_PATHS = [BASE_DIR / "locale"]
MODELTRANSLATION_DEFAULT_LANGUAGE = "en"
MODELTRANSLATION_FALLBACK_LANGUAGES = ("en",)
FORMAT_MODULE_PATH = ["galaxy.core.formats"]
TIME_ZONE = "UTC"
USE_TZ = True

# Files
STATIC_URL = "/static/"
STATIC_ROOT = Path(env.text("GALAXY_STATIC_ROOT", str(DATA_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = Path(env.text("GALAXY_MEDIA_ROOT", str(DATA_DIR / "media")))
MEDIA_URL = "/media/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": env.text("GALAXY_STATICFILES_STORAGE", "whitenoise.storage.CompressedManifestStaticFilesStorage")
    },
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "galaxy.core.logs.OneLineFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": env.text("GALAXY_LOG_LEVEL", "INFO")},
    "loggers": {"django": {"handlers": [], "level": "INFO", "propagate": True}},
}
