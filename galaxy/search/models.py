"""The index: one row for each published item of any kind. It can be dropped and rebuilt at any time."""

from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, GistIndex, OpClass
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.utils.translation import gettext_lazy as _
from pgvector.django import HalfVectorField, HnswIndex

DIMENSIONS = 512
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
# The facet of what nobody has confirmed for long; no list shows it.
STALE = "stale:yes"


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


class Change(models.Model):
    """A document that no segment speaks for: it is as its row says, or gone."""

    document_id = models.BigIntegerField(primary_key=True)
    stamp = models.UUIDField()

    def __str__(self) -> str:
        return str(self.document_id)


class Rebuild(models.Model):
    """Items whose entries are still to be written anew: of one kind, the keys from `first` to `last`."""

    kind = models.CharField(max_length=20)
    first = models.PositiveBigIntegerField()
    last = models.PositiveBigIntegerField()
    size = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.kind} {self.first}–{self.last}"


class Segment(models.Model):
    """Some documents as packed arrays (see galaxy.search.segments)."""

    size = models.PositiveIntegerField()
    length = models.PositiveBigIntegerField(help_text="words of all documents")
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.pk}: {self.size}"


class SegmentColumn(models.Model):
    segment = models.ForeignKey(Segment, models.CASCADE, related_name="columns")
    name = models.CharField(max_length=20)
    data = models.BinaryField()

    def __str__(self) -> str:
        return self.name


class Posting(models.Model):
    """The documents of a segment that have one word or facet: their places in its columns, and the word's weights."""

    segment = models.ForeignKey(Segment, models.CASCADE, related_name="+", db_index=False)
    key = models.TextField()
    documents = models.BinaryField()
    weights = models.BinaryField()

    class Meta:
        indexes = [models.Index(fields=["key", "segment"], name="search_posting_key")]

    def __str__(self) -> str:
        return self.key


class Embedding(models.Model):
    """The sentence vector of one document, padded with zeros where the model has fewer numbers."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="embeddings")
    model = models.CharField(max_length=60)
    digest = models.CharField(max_length=64, help_text="SHA-256 of the text that it stands for")
    vector = HalfVectorField(dimensions=DIMENSIONS)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "model"], name="search_embedding_once")]
        indexes = [
            HnswIndex(
                name="search_embedding_near", fields=["vector"], opclasses=["halfvec_ip_ops"], m=16, ef_construction=64
            )
        ]

    def __str__(self) -> str:
        return f"{self.document_id} {self.model}"


class Related(models.Model):
    """A document beside another that is close in meaning; written by galaxy.search.neighbours alone."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="related", db_index=False)
    other = models.ForeignKey(Document, models.CASCADE, related_name="+")
    model = models.CharField(max_length=60)
    score = models.FloatField()
    reasons = ArrayField(models.CharField(max_length=80), help_text="facets that both have")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "other"], name="search_related_once")]

    def __str__(self) -> str:
        return f"{self.document_id} {self.other_id}"


class EmbedRequest(models.Model):
    """A document whose vector is to be looked after. Deleted by the worker that did, if nobody has asked again."""

    document = models.OneToOneField(Document, models.CASCADE, primary_key=True, related_name="+")
    stamp = models.UUIDField()

    def __str__(self) -> str:
        return str(self.document_id)


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


class Term(models.Model):
    """A word as the index has it, for words that somebody misspells; written by galaxy.search.corrections alone."""

    key = models.CharField(max_length=60)
    word = models.CharField(max_length=60)
    language = models.CharField(max_length=5)
    documents = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "language"], name="search_term_once_a_language")]
        indexes = [GistIndex(OpClass("key", name="gist_trgm_ops"), name="search_term_near")]

    def __str__(self) -> str:
        return self.word


class TermList(models.Model):
    """One row: the state of the index that the terms were taken from."""

    mark = models.UUIDField()

    class Meta:
        constraints = [models.CheckConstraint(name="search_one_term_list", condition=models.Q(pk=1))]

    def __str__(self) -> str:
        return str(self.mark)


class LoggedQuerySet(models.QuerySet["LoggedQuery"]):
    def in_vain(self) -> "LoggedQuerySet":
        """What found nothing: the latest row of the same words, language and filters; `total` counts all days."""
        failed = LoggedQuery.objects.filter(results=0).order_by()
        same = failed.filter(
            words=models.OuterRef("words"), language=models.OuterRef("language"), filters=models.OuterRef("filters")
        )
        latest = failed.values("words", "language", "filters").annotate(latest=models.Max("pk")).values("latest")
        total = same.values("words").annotate(total=models.Sum("count")).values("total")
        return self.filter(pk__in=latest).annotate(total=models.Subquery(total))


class LoggedQuery(models.Model):
    """How often these words were searched on one day, and how much they found. Nothing tells who searched."""

    words = models.CharField(_("words"), max_length=100)
    language = models.CharField(_("language of the page"), max_length=10)
    filters = models.CharField(_("filters"), max_length=200, blank=True)
    results = models.PositiveIntegerField(_("results"))
    day = models.DateField(_("day"))
    count = models.PositiveIntegerField(_("searches"))

    objects = LoggedQuerySet.as_manager()

    class Meta:
        verbose_name = _("search")
        verbose_name_plural = _("searches")
        constraints = [
            models.UniqueConstraint(fields=["day", "words", "language", "filters"], name="search_logged_once_a_day")
        ]

    def __str__(self) -> str:
        return self.words


class FailedSearch(LoggedQuery):
    """A search that found nothing."""

    class Meta:
        proxy = True
        verbose_name = _("search that found nothing")
        verbose_name_plural = _("searches that found nothing")
