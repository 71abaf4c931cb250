"""The index: one row for each published item of any kind. It can be dropped and rebuilt at any time."""

from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
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
