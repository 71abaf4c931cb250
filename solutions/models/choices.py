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


class Licence(models.TextChoices):
    """Under which terms others may use a document."""

    CC0 = "cc0", _("Public domain (CC0)")
    CC_BY = "cc_by", _("Attribution (CC BY)")
    CC_BY_SA = "cc_by_sa", _("Attribution, share alike (CC BY-SA)")
    CC_BY_NC = "cc_by_nc", _("Attribution, not for sale (CC BY-NC)")
    CC_BY_NC_SA = "cc_by_nc_sa", _("Attribution, not for sale, share alike (CC BY-NC-SA)")
    CC_BY_ND = "cc_by_nd", _("Attribution, unchanged (CC BY-ND)")
    ALL_RIGHTS_RESERVED = "all_rights_reserved", _("All rights reserved")


class BlockType(models.TextChoices):
    """What kind of part of a practice a building block is."""

    PARTNERSHIP = "partnership", _("Partnership")
    TRAINING = "training", _("Training and learning")
    POLICY = "policy", _("Law, policy or standard")
    FINANCE = "finance", _("Finance")
    TECHNOLOGY = "technology", _("Technology or infrastructure")
    WAY_OF_WORKING = "way_of_working", _("Way of working")
    EVIDENCE = "evidence", _("Data and evaluation")
    PARTICIPATION = "participation", _("Communication and participation")


class CostBand(models.TextChoices):
    """The order of the cost, in United States dollars, for who cannot tell a sum."""

    UNDER_10K = "under_10k", _("Under 10,000 dollars")
    UNDER_100K = "under_100k", _("10,000 to 100,000 dollars")
    UNDER_1M = "under_1m", _("100,000 to 1 million dollars")
    UNDER_10M = "under_10m", _("1 to 10 million dollars")
    OVER_10M = "over_10m", _("Over 10 million dollars")
