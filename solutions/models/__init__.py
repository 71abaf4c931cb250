from solutions.models.choices import (
    BeneficiaryGroup,
    CountryRole,
    Modality,
    OrganizationRole,
    ProjectStatus,
    ResourceType,
    Scope,
    SolutionKind,
)
from solutions.models.likeness import Likeness, LikenessAnswer
from solutions.models.review import PeerInvitation, QualityReview
from solutions.models.rows import Resource, SolutionCountry, SolutionOrganization, track_rows
from solutions.models.solution import ALIKE, Solution, SolutionQuerySet, cover_path
from solutions.models.suggestion import Suggestion, SuggestionKind

__all__ = [
    "ALIKE",
    "BeneficiaryGroup",
    "CountryRole",
    "Likeness",
    "LikenessAnswer",
    "Modality",
    "OrganizationRole",
    "PeerInvitation",
    "ProjectStatus",
    "QualityReview",
    "Resource",
    "ResourceType",
    "Scope",
    "Solution",
    "SolutionCountry",
    "SolutionKind",
    "SolutionOrganization",
    "SolutionQuerySet",
    "Suggestion",
    "SuggestionKind",
    "cover_path",
    "track_rows",
]
