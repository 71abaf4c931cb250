from django.contrib import admin
from django.db import transaction
from django.db.models import ManyToManyField, URLField
from django.forms import CheckboxSelectMultiple
from modeltranslation.admin import TranslationAdmin

from galaxy.core.admin import CompletingAdmin
from galaxy.taxonomy.labels import vocabulary
from galaxy.taxonomy.models import (
    Country,
    CountryGroup,
    CountryGroupMembership,
    DataFile,
    Goal,
    Indicator,
    Region,
    Target,
    Theme,
)


class Permanent(admin.ModelAdmin):
    """Content refers to these rows; what is no longer used is switched off."""

    def has_delete_permission(self, request, obj=None):
        return False


class ReadOnly(Permanent):
    """Comes from the files that ship."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False


class ShownAtOnce(admin.ModelAdmin):
    """A change clears the names in memory; other processes follow within a minute."""

    formfield_overrides = {
        ManyToManyField: {"widget": CheckboxSelectMultiple},
        URLField: {"assume_scheme": "https"},
    }

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        transaction.on_commit(vocabulary.cache_clear)

    def delete_queryset(self, request, queryset):
        super().delete_queryset(request, queryset)
        transaction.on_commit(vocabulary.cache_clear)

    def delete_model(self, request, obj):
        super().delete_model(request, obj)
        transaction.on_commit(vocabulary.cache_clear)


@admin.register(Goal)
class GoalAdmin(ReadOnly, TranslationAdmin):
    list_display = ["number", "name", "colour"]


@admin.register(Target)
class TargetAdmin(ReadOnly, TranslationAdmin):
    list_display = ["code", "text"]
    list_filter = ["goal"]
    search_fields = ["code", "text_en"]


@admin.register(Indicator)
class IndicatorAdmin(ReadOnly, TranslationAdmin):
    list_display = ["code", "text"]
    list_filter = ["target__goal"]
    search_fields = ["code", "text_en"]


@admin.register(Region)
class RegionAdmin(ReadOnly, TranslationAdmin):
    list_display = ["name", "code"]


@admin.register(Country)
class CountryAdmin(ShownAtOnce, Permanent):
    """Names and codes come from the files; the regions are the portal's own."""

    list_display = ["name", "iso3", "un_member", "listed"]
    list_filter = ["regions", "un_member", "listed", "income"]
    search_fields = ["name_en", "iso3"]
    readonly_fields = ["iso3", "iso2", "m49", "name", "subregion", "capital", "income", "un_member", "un_observer"]
    fields = [*readonly_fields, "regions"]

    def has_add_permission(self, request):
        return False


@admin.register(CountryGroup)
class CountryGroupAdmin(ShownAtOnce, Permanent, TranslationAdmin):
    list_display = ["name", "kind", "code"]
    list_filter = ["kind"]

    def get_readonly_fields(self, request, obj=None):
        return ["code"] if obj else []


@admin.register(CountryGroupMembership)
class CountryGroupMembershipAdmin(CompletingAdmin, ShownAtOnce):
    list_display = ["country", "group", "role", "valid_from", "valid_to", "note"]
    list_filter = ["group", "role", ("valid_to", admin.EmptyFieldListFilter)]
    list_select_related = ["group", "country"]
    search_fields = ["country__name_en", "country__iso3"]
    autocomplete_fields = ["country"]


@admin.register(Theme)
class ThemeAdmin(ShownAtOnce, Permanent, TranslationAdmin):
    list_display = ["name", "code", "primary_goal", "position", "is_active"]
    list_filter = ["is_active", "primary_goal"]
    list_select_related = ["primary_goal"]

    def get_readonly_fields(self, request, obj=None):
        return ["code"] if obj else []


@admin.register(DataFile)
class DataFileAdmin(ReadOnly):
    list_display = ["name", "dated", "loaded_at", "source"]
    fields = ["name", "source", "dated", "licence", "sha256", "loaded_at"]

    def get_queryset(self, request):
        return super().get_queryset(request).defer("rows")
