"""Goals, themes, countries and their groups: the words that all content shares."""

from __future__ import annotations

from datetime import date

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class Language(models.TextChoices):
    """Languages that content may be written in: the six of the United Nations, and Portuguese."""

    AR = "ar", _("Arabic")
    ZH = "zh", _("Chinese")
    EN = "en", _("English")
    FR = "fr", _("French")
    RU = "ru", _("Russian")
    ES = "es", _("Spanish")
    PT = "pt", _("Portuguese")


class Goal(models.Model):
    """One of the 17 Sustainable Development Goals."""

    number = models.PositiveSmallIntegerField(_("number"), primary_key=True)
    name = models.CharField(_("short name"), max_length=100)
    title = models.CharField(_("title"), max_length=300)
    colour = models.CharField(_("colour"), max_length=7)
    dark_text = models.BooleanField(
        _("dark text"),
        help_text=_("White is too faint on this colour, so figures on it are dark."),
    )

    class Meta:
        verbose_name = _("goal")
        verbose_name_plural = _("goals")
        ordering = ["number"]

    def __str__(self):
        return f"{self.number}. {self.name}"

    def get_absolute_url(self) -> str:
        return reverse("portal:goal", args=[self.number])


class Target(models.Model):
    """One of the 169 targets of the goals."""

    code = models.CharField(_("code"), max_length=5, primary_key=True)
    goal = models.ForeignKey(Goal, models.PROTECT, verbose_name=_("goal"), related_name="targets")
    text = models.TextField(_("text"))
    position = models.PositiveSmallIntegerField(_("position"))

    class Meta:
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        ordering = ["position"]

    def __str__(self):
        return f"{self.code} {self.text}"


class Indicator(models.Model):
    """One of the indicators that measure a target."""

    code = models.CharField(_("code"), max_length=8, primary_key=True)
    target = models.ForeignKey(Target, models.PROTECT, verbose_name=_("target"), related_name="indicators")
    text = models.TextField(_("text"))
    position = models.PositiveSmallIntegerField(_("position"))

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = ["position"]

    def __str__(self):
        return f"{self.code} {self.text}"


class Region(models.Model):
    """A region of the United Nations development system; not all countries are in one."""

    code = models.SlugField(_("code"), max_length=40, primary_key=True)
    name = models.CharField(_("name"), max_length=100)
    position = models.PositiveSmallIntegerField(_("position"))

    class Meta:
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        ordering = ["position"]

    def __str__(self):
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("portal:region", args=[self.code])


class Country(models.Model):
    """A country or area of the United Nations' M49 list."""

    class Income(models.TextChoices):
        LOW = "low", _("Low income")
        LOWER_MIDDLE = "lower-middle", _("Lower middle income")
        UPPER_MIDDLE = "upper-middle", _("Upper middle income")
        HIGH = "high", _("High income")

    iso3 = models.CharField(_("ISO alpha-3 code"), max_length=3, primary_key=True)
    iso2 = models.CharField(_("ISO alpha-2 code"), max_length=2, unique=True)
    m49 = models.CharField(_("M49 code"), max_length=3, unique=True)
    name = models.CharField(_("United Nations name"), max_length=150)
    short_name = models.CharField(_("short English name"), max_length=100)
    regions = models.ManyToManyField(Region, verbose_name=_("regions"), related_name="countries", blank=True)
    subregion = models.CharField(_("M49 subregion"), max_length=100, blank=True)
    un_member = models.BooleanField(_("member of the United Nations"), default=False)
    un_observer = models.BooleanField(_("observer State"), default=False)
    listed = models.BooleanField(_("in pick lists"), default=True)
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    capital = models.CharField(_("capital"), max_length=100, blank=True)
    income = models.CharField(_("World Bank income group"), max_length=20, blank=True, choices=Income.choices)

    class Meta:
        verbose_name = _("country or area")
        verbose_name_plural = _("countries and areas")
        ordering = ["name"]

    def __str__(self):
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("portal:country", args=[self.iso3])


class CountryGroup(models.Model):
    """A category, commission or grouping that countries join and leave."""

    class Kind(models.TextChoices):
        CATEGORY = "category", _("United Nations category")
        COMMISSION = "commission", _("United Nations regional commission")
        GROUPING = "grouping", _("Intergovernmental grouping")

    code = models.SlugField(_("code"), max_length=20, primary_key=True)
    name = models.CharField(_("name"), max_length=150)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    description = models.TextField(_("description"), blank=True)
    source_url = models.URLField(_("source"), blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("country group")
        verbose_name_plural = _("country groups")
        ordering = ["position"]

    def __str__(self):
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("portal:group", args=[self.code])

    def members_on(self, day: date) -> CountryGroupMembershipQuerySet:
        return self.memberships.on(day).select_related("country").order_by("country__name")

    def leaving_after(self, day: date) -> CountryGroupMembershipQuerySet:
        """Members of that day whose last day is already known, the first to leave first."""
        return self.members_on(day).filter(valid_to__isnull=False).order_by("valid_to")

    def left_before(self, day: date) -> CountryGroupMembershipQuerySet:
        """Those who have left by that day, the latest first."""
        ended = self.memberships.filter(valid_to__lte=day)
        return ended.select_related("country").order_by("-valid_to")


class CountryGroupMembershipQuerySet(models.QuerySet["CountryGroupMembership"]):
    def on(self, day: date) -> CountryGroupMembershipQuerySet:
        return self.filter(
            Q(valid_from=None) | Q(valid_from__lte=day),
            Q(valid_to=None) | Q(valid_to__gt=day),
        )


class CountryGroupMembership(models.Model):
    """When a country belonged to a group. The end is the first day on which it no longer does."""

    class Role(models.TextChoices):
        MEMBER = "member", _("Member")
        ASSOCIATE = "associate", _("Associate member")

    group = models.ForeignKey(
        CountryGroup,
        models.CASCADE,
        verbose_name=_("group"),
        related_name="memberships",
    )
    country = models.ForeignKey(Country, models.CASCADE, verbose_name=_("country"), related_name="memberships")
    role = models.CharField(_("role"), max_length=10, choices=Role.choices, default=Role.MEMBER)
    valid_from = models.DateField(_("from"), null=True, blank=True)
    valid_to = models.DateField(
        _("until"),
        null=True,
        blank=True,
        help_text=_("The first day without membership."),
    )
    note = models.CharField(_("note"), max_length=300, blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)

    objects = CountryGroupMembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("group membership")
        verbose_name_plural = _("group memberships")
        ordering = ["group", "country", "valid_from"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_from__lt=F("valid_to")),
                name="membership_ends_after_it_begins",
                violation_error_message=_("The end comes after the beginning."),
            ),
            ExclusionConstraint(
                name="membership_once_at_a_time",
                expressions=[
                    ("group", RangeOperators.EQUAL),
                    ("country", RangeOperators.EQUAL),
                    (
                        Func(
                            "valid_from",
                            "valid_to",
                            function="daterange",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message=_("This country is already in this group for some of these days."),
            ),
        ]

    def __str__(self):
        return f"{self.group_id} {self.country_id}"

    def holds_on(self, day: date) -> bool:
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_to is None or day < self.valid_to)


class Theme(models.Model):
    """A subject that people look for; each is mapped to goals."""

    code = models.SlugField(_("code"), max_length=40, primary_key=True)
    name = models.CharField(_("name"), max_length=100)
    goals = models.ManyToManyField(Goal, verbose_name=_("goals"), related_name="themes", blank=True)
    primary_goal = models.ForeignKey(Goal, models.PROTECT, verbose_name=_("main goal"), related_name="primary_themes")
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_active = models.BooleanField(_("offered for new content"), default=True)

    class Meta:
        verbose_name = _("theme")
        verbose_name_plural = _("themes")
        ordering = ["position"]

    def __str__(self):
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("portal:theme", args=[self.code])


class DataFile(models.Model):
    """What was read from a file that ships with the portal, so that a change of either side is seen."""

    name = models.CharField(_("file"), max_length=60, primary_key=True)
    source = models.TextField(_("source"))
    dated = models.DateField(_("date"))
    licence = models.CharField(_("licence"), max_length=200)
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    rows = models.JSONField(_("rows as they were read"), default=dict)
    loaded_at = models.DateTimeField(_("loaded at"), auto_now=True)

    class Meta:
        verbose_name = _("data file")
        verbose_name_plural = _("data files")
        ordering = ["name"]

    def __str__(self):
        return self.name
