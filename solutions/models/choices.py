"""The vocabularies of a solution: codes are stable, names are translated."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SolutionKind(models.TextChoices):
    GOOD_PRACTICE = "good_practice", _("Good practice")
    POLICY = "policy", _("Policy")
    PROGRAMME_OR_PROJECT = "programme_or_project", _("Programme or project")
    TECHNOLOGY = "technology", _("Technology")
    DIGITAL_TOOL = "digital_tool", _("Digital tool")
    TRAINING_OFFER = "training_offer", _("Training")
    KNOWLEDGE_PRODUCT = "knowledge_product", _("Knowledge product")
    PLATFORM = "platform", _("Platform")
    MECHANISM = "mechanism", _("Mechanism")


class Modality(models.TextChoices):
    SOUTH_SOUTH = "south_south", _("South-South")
    TRIANGULAR = "triangular", _("Triangular")
    EAST_EAST = "east_east", _("East-East")
    SOUTH_SOUTH_REGIONAL = "south_south_regional", _("South-South, within a region")
    DECENTRALIZED = "decentralized", _("City to city")
    PEER_REVIEW_TWINNING = "peer_review_twinning", _("Peer review or twinning")


class Scope(models.TextChoices):
    LOCAL = "local", _("Local")
    NATIONAL = "national", _("National")
    SUBREGIONAL = "subregional", _("Subregional")
    REGIONAL = "regional", _("Regional")
    INTERREGIONAL = "interregional", _("Interregional")
    GLOBAL = "global", _("Global")


class ProjectStatus(models.TextChoices):
    PLANNED = "planned", _("Planned")
    ONGOING = "ongoing", _("Ongoing")
    COMPLETED = "completed", _("Completed")
    SCALED_UP = "scaled_up", _("Scaled up")
    SUSPENDED = "suspended", _("Suspended")
    UNKNOWN = "unknown", _("Not known")


class BeneficiaryGroup(models.TextChoices):
    WOMEN = "women", _("Women")
    CHILDREN = "children", _("Children")
    YOUTH = "youth", _("Youth")
    OLDER_PERSONS = "older_persons", _("Older persons")
    PERSONS_WITH_DISABILITIES = "persons_with_disabilities", _("Persons with disabilities")
    INDIGENOUS_PEOPLES = "indigenous_peoples", _("Indigenous Peoples")
    SMALLHOLDERS = "smallholders", _("Smallholders")
    MIGRANTS_REFUGEES = "migrants_refugees", _("Migrants and refugees")
    PUBLIC_SERVANTS = "public_servants", _("Public servants")
    MSMES = "msmes", _("Micro, small and medium-sized enterprises")
    GENERAL_POPULATION = "general_population", _("General population")


class CountryRole(models.TextChoices):
    PROVIDER = "provider", _("Gives")
    BENEFICIARY = "beneficiary", _("Receives")
    FACILITATOR = "facilitator", _("Facilitates")


class OrganizationRole(models.TextChoices):
    LEAD = "lead", _("Leads")
    PROVIDER = "provider", _("Provides")
    BENEFICIARY = "beneficiary", _("Receives")
    FACILITATOR = "facilitator", _("Facilitates")
    IMPLEMENTER = "implementer", _("Implements")
    FUNDER = "funder", _("Funds")
    KNOWLEDGE_PARTNER = "knowledge_partner", _("Knowledge partner")
    PARTNER = "partner", _("Partner")


class ResourceType(models.TextChoices):
    REPORT = "report", _("Report")
    POLICY_BRIEF = "policy_brief", _("Policy brief")
    TOOLKIT = "toolkit", _("Toolkit")
    VIDEO = "video", _("Video")
    COURSE = "course", _("Course")
    DATASET = "dataset", _("Data set")
    EVALUATION = "evaluation", _("Evaluation")
    WEB_PAGE = "web_page", _("Web page")
