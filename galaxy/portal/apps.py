from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "galaxy.portal"
    label = "portal"
