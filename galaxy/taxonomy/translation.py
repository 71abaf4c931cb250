from modeltranslation.translator import TranslationOptions, register

from galaxy.taxonomy.models import (
    Country,
    CountryGroup,
    Goal,
    Indicator,
    Region,
    Target,
    Theme,
)


@register([Region, Theme])
class NamedOptions(TranslationOptions):
    fields = ("name",)


@register(Goal)
class GoalOptions(TranslationOptions):
    fields = ("name", "title")


@register([Target, Indicator])
class TextOptions(TranslationOptions):
    fields = ("text",)


@register(Country)
class CountryOptions(TranslationOptions):
    fields = ("name", "subregion")


@register(CountryGroup)
class CountryGroupOptions(TranslationOptions):
    fields = ("name", "description")
