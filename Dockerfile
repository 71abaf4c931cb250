# One image for web, worker, beat and migrate. Debian, not Alpine: the database wheels need glibc.
FROM python:3.11-slim-bookworm AS build
WORKDIR /srv/galaxy
COPY manage.py requirements.txt ./
COPY galaxy/embedded/installer.txt galaxy/embedded/installer.txt
RUN python3 manage.py install
COPY . .
# The key and the addresses here serve this one command; nothing of them stays in the image.
RUN GALAXY_SECRET_KEY=only-for-the-build DATABASE_URL=postgresql:///none \
    GALAXY_STATIC_ROOT=/srv/galaxy/static-collected \
    GALAXY_STATICFILES_STORAGE=whitenoise.storage.CompressedManifestStaticFilesStorage \
    sh -c '.venv/bin/python manage.py compile_catalogues && .venv/bin/python manage.py collectstatic --noinput' \
    && rm -rf var

FROM python:3.11-slim-bookworm
# Pango and fonts of all six languages: PDFs and posters.
RUN apt-get update -q \
    && apt-get install -q --yes --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 fonts-noto-core fonts-noto-cjk \
    && rm -rf /var/lib/apt/lists/*
RUN useradd --system --uid 10001 --home-dir /srv/galaxy --shell /usr/sbin/nologin galaxy \
    && install -d -o galaxy -g galaxy /srv/data
WORKDIR /srv/galaxy
COPY --from=build /srv/galaxy /srv/galaxy
ENV PATH=/srv/galaxy/.venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    DJANGO_SETTINGS_MODULE=galaxy.settings \
    GALAXY_DATA_DIR=/srv/data \
    GALAXY_STATIC_ROOT=/srv/galaxy/static-collected \
    GALAXY_STATICFILES_STORAGE=whitenoise.storage.CompressedManifestStaticFilesStorage
USER 10001
EXPOSE 8000
CMD ["python", "-m", "galaxy.embedded.commands", "web"]
