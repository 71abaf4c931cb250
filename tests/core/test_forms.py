import pytest
from django import forms

from galaxy.core.forms import WordsField, count_words


class Practice(forms.Form):
    title = forms.CharField(label="Title", help_text="Say what was done.", error_messages={"required": "Name it."})
    results = WordsField(max_words=3, label="What changed?", required=False)
    modality = forms.ChoiceField(label="Modality", choices=[("a", "A")], widget=forms.RadioSelect)
    consent = forms.BooleanField(label="I agree")
    token = forms.CharField(widget=forms.HiddenInput, required=False)


@pytest.mark.parametrize(
    ("text", "words"),
    [("", 0), ("  one  two ", 2), ("it's well-being", 2), ("مرحبا بكم", 2), ("南南合作", 4), ("使用 5S 方法", 5)],
)
def test_words_are_counted_in_any_script(text, words):
    assert count_words(text) == words


def test_a_text_over_its_limit_says_by_how_much():
    form = Practice({"title": "T", "modality": "a", "consent": "on", "results": "one two three four five"})

    assert form.errors == {"results": ["Shorten this by 2 words: the limit is 3."]}


def test_a_text_within_its_limit_is_kept():
    form = Practice({"title": "T", "modality": "a", "consent": "on", "results": "one two three"})

    assert form.is_valid()
    assert form.cleaned_data["results"] == "one two three"


def test_a_field_shows_label_hint_error_and_control_in_this_order():
    html = str(Practice({})["title"].as_field_group())

    places = [html.index(part) for part in ("<label", "Say what was done.", "Name it.", "<input")]
    assert places == sorted(places)
    assert 'aria-describedby="id_title_helptext id_title_error"' in html
    assert 'aria-invalid="true"' in html


def test_a_field_that_may_stay_empty_says_so():
    html = str(Practice()["results"].as_field_group())

    assert "(optional)" in html
    assert 'data-words-max="3"' in html
    assert "Up to 3 words" in html


def test_a_group_of_choices_is_a_fieldset_with_a_legend():
    html = str(Practice()["modality"].as_field_group())

    assert "<fieldset" in html
    assert "<legend>Modality</legend>" in html


def test_errors_are_summed_up_with_links_to_the_fields():
    html = str(Practice({}))

    assert "3 things need your attention" in html
    assert html.index('href="#id_title"') < html.index('href="#id_modality_0"') < html.index('href="#id_consent"')
    assert 'type="hidden" name="token"' in html


def test_a_form_without_errors_has_no_summary():
    assert "attention" not in str(Practice())


def test_a_field_that_is_a_trap_is_kept_from_people():
    class Guarded(forms.Form):
        homepage = forms.CharField(required=False, label="", widget=forms.TextInput({"tabindex": "-1", "style": "x"}))

    html = str(Guarded()["homepage"].as_field_group())

    assert 'class="trap" aria-hidden="true"' in html
    assert "style=" not in html
