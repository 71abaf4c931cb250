"""The index: one row for each published item of any kind. It can be dropped and rebuilt at any time."""

from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.utils.translation import gettext_lazy as _

# The text search configuration of each content language; each folds accents (see migration 0001).
CONFIGURATIONS = {
    "ar": "galaxy_ar",
    "en": "galaxy_en",
    "es": "galaxy_es",
    "fr": "galaxy_fr",
    "pt": "galaxy_pt",
    "ru": "galaxy_ru",
    "zh": "galaxy_simple",
}
SIMPLE = "galaxy_simple"


class Document(models.Model):
    """What search knows of one published item; written by galaxy.search.indexing alone."""

    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=20)
    language = models.CharField(max_length=5)
    title = models.CharField(max_length=300)
    # Title and acronym without accents and case: for order, and to know an exact match.
    sort_title = models.CharField(max_length=300, default="")
    acronym = models.CharField(max_length=60, default="")
    # Title and acronym in the spelling of galaxy.search.spelling.key: for what somebody is about to type.
    starts = models.TextField(default="")
    summary = models.TextField(blank=True)
    body = models.TextField(blank=True)
    facets = ArrayField(models.CharField(max_length=80))
    # The facets that country groups are counted from, in one text.
    places = models.TextField(default="")
    card = models.JSONField(default=dict)
    year = models.PositiveSmallIntegerField(null=True)
    published_at = models.DateTimeField()
    vector = SearchVectorField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["content_type", "object_id"], name="search_document_item")]
        indexes = [
            GinIndex(fields=["vector"], name="search_document_vector"),
            GinIndex(fields=["facets"], name="search_document_facets"),
            models.Index(fields=["-published_at", "-id"], name="search_document_latest"),
            models.Index(fields=["sort_title"], name="search_document_title"),
            models.Index(fields=["acronym"], name="search_document_acronym"),
            models.Index(OpClass("starts", name="text_pattern_ops"), name="search_document_starts"),
            GinIndex(SearchVector("starts", config="simple"), name="search_document_start_words"),
        ]

    def __str__(self) -> str:
        return self.title


class IndexRequest(models.Model):
    """An item whose entry no longer agrees with it. Deleted by the worker that made it agree."""

    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.content_type_id}:{self.object_id}"


class IndexVersion(models.Model):
    """One row: a mark that is new with each change of the index. Counts that were kept hold while it stands."""

    mark = models.UUIDField()

    class Meta:
        constraints = [models.CheckConstraint(name="search_one_version", condition=models.Q(pk=1))]

    def __str__(self) -> str:
        return str(self.mark)


class SynonymGroup(models.Model):
    """Words of the field that mean the same, in any number of languages; a search for one finds the others too."""

    code = models.SlugField(_("code"), max_length=60, primary_key=True)
    words_ar = models.CharField(_("Arabic"), max_length=300, blank=True)
    words_zh = models.CharField(_("Chinese"), max_length=300, blank=True)
    words_en = models.CharField(_("English"), max_length=300, blank=True)
    words_fr = models.CharField(_("French"), max_length=300, blank=True)
    words_ru = models.CharField(_("Russian"), max_length=300, blank=True)
    words_es = models.CharField(_("Spanish"), max_length=300, blank=True)
    words_pt = models.CharField(_("Portuguese"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("group of synonyms")
        verbose_name_plural = _("synonyms")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code

    @property
    def phrases(self) -> list[str]:
        """All of them, by language."""
        columns = (
            self.words_en,
            self.words_fr,
            self.words_es,
            self.words_pt,
            self.words_ru,
            self.words_ar,
            self.words_zh,
        )
        return list(dict.fromkeys(part.strip() for column in columns for part in column.split(";") if part.strip()))
