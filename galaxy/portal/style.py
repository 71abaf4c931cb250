"""Samples for the page that shows every component."""

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest

from galaxy.core.forms import WordsField


class SampleForm(forms.Form):
    title = forms.CharField(max_length=120, help_text="A name that says what was done and where.")
    results = WordsField(max_words=200, label="What changed?")
    url = forms.URLField(label="Address of the practice", required=False, assume_scheme="https")
    modality = forms.ChoiceField(choices=[("s", "South-South"), ("t", "Triangular")], widget=forms.RadioSelect)
    consent = forms.BooleanField(label="Everyone in the picture agreed to it")


def samples(request: HttpRequest) -> dict[str, Any]:
    form = SampleForm({"title": "Sharing eye care", "url": "no address"})
    entry = {"kind": "Good practice", "meta": ["2011 to date"], "url": "#", "title": "WFP Centre of Excellence against Hunger in Brazil", "givers": ["Brazil"], "receivers": ["Bangladesh", "Gambia", "Mozambique", "Togo", "Indonesia"], "snippet": "Many governments want every child fed at school.", "goals": [{"number": 2, "name": "Zero hunger"}], "foot": ["World Food Programme"]}
    return {"form": form, "entries": [entry], "page": Paginator(range(300), 20).page(3)}
