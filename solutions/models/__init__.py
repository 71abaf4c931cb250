from solutions.models.attachment import Attachment, AttachmentQuerySet
from solutions.models.blocks import MOST_BLOCKS, BuildingBlock, BuildingBlockQuerySet
from solutions.models.choices import (
    BeneficiaryGroup,
    BlockType,
    CostBand,
    CountryRole,
    Licence,
    Modality,
    OrganizationRole,
    ProjectStatus,
    ResourceType,
    Scope,
    SolutionKind,
)
from solutions.models.likeness import Likeness, LikenessAnswer
from solutions.models.review import PeerInvitation, QualityReview
from solutions.models.rows import (
    ExternalId,
    Resource,
    ResultMetric,
    SolutionCountry,
    SolutionOrganization,
)
from solutions.models.solution import ALIKE, Solution, SolutionQuerySet, cover_path
from solutions.models.suggestion import Suggestion, SuggestionKind

__all__ = [
    "ALIKE",
    "MOST_BLOCKS",
    "Attachment",
    "AttachmentQuerySet",
    "BeneficiaryGroup",
    "BlockType",
    "BuildingBlock",
    "BuildingBlockQuerySet",
    "CostBand",
    "CountryRole",
    "ExternalId",
    "Licence",
    "Likeness",
    "LikenessAnswer",
    "Modality",
    "OrganizationRole",
    "PeerInvitation",
    "ProjectStatus",
    "QualityReview",
    "Resource",
    "ResourceType",
    "ResultMetric",
    "Scope",
    "Solution",
    "SolutionCountry",
    "SolutionKind",
    "SolutionOrganization",
    "SolutionQuerySet",
    "Suggestion",
    "SuggestionKind",
    "cover_path",
]
