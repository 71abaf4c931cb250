"""Help at the fields of the documentation form: what to write, a good example and a weak one."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Hint:
    """Texts are lazy; an example is shown only where both are given."""

    text: Any
    good: Any = ""
    weak: Any = ""


HINTS: dict[str, Hint] = {
    "title": Hint(
        _("What was done, where, in up to 160 letters. Readers see this first in every list."),
        _("Village health workers screen newborns in northern Kenya"),
        _("Strengthening capacities for sustainable development (phase II)"),
    ),
    "tagline": Hint(
        _("One sentence that makes somebody in another country want to read on."),
        _("Two trained nurses in each clinic, paid by the county, and no newborn goes unseen."),
        _("An innovative and holistic approach."),
    ),
    "organization": Hint(_("You can write for the organizations of which you are a member.")),
    "language": Hint(_("The language in which you write below.")),
    "modality": Hint(_("How the countries or cities worked together.")),
    "scope": Hint(_("How far it reaches.")),
    "summary": Hint(
        _("40 to 150 words: the problem, what was done, by whom, and what came of it. It is shown in search results."),
        _(
            "In 2019 Kenya trained 62 nurses from Uganda to screen newborns for hearing loss. Each clinic trains two "
            "people, and the county pays them. Four years later 58 of the 62 clinics still screen every child."
        ),
        _("The project aims to contribute to improved health outcomes through enhanced cooperation."),
    ),
    "challenge": Hint(
        _("Who had which problem, how large was it, and why had it not been solved before?"),
        _("One newborn in 300 could not hear, and most were found only when they failed at school."),
        _("There were many challenges in the health sector."),
    ),
    "approach": Hint(
        _("What was done, step by step, by whom, with what. Write so that a colleague abroad could begin."),
        _(
            "First the two ministries chose 31 clinics each. Then four trainers from Nairobi spent two weeks in every "
            "district. Each clinic received one device for 900 dollars and a telephone number to call."
        ),
        _("A multi-stakeholder platform was established and synergies were leveraged."),
    ),
    "adapted_from": Hint(
        _(
            "Only if you took over a practice that is on this portal: its number, such as SSG-S-000123, "
            "or the address of its page."
        )
    ),
    "adaptation_note": Hint(
        _("What you do otherwise than the original, and what you left out."),
        _("Midwives screen instead of nurses, with a telephone instead of a tablet; the register is on paper."),
        _("It was adapted to the local context."),
    ),
    "adaptation_reason": Hint(_("Which condition of yours asked for it: law, money, climate, people.")),
    "adaptation_cost": Hint(_("Money and people, as far as you know, such as 40,000 USD and two trainers.")),
    "adaptation_time": Hint(_("From the first talk to the first use, such as eight months.")),
    "results": Hint(
        _("What changed, for whom, how many, and how do you know? Give the source of figures."),
        _("1,240 nurses in 62 clinics now screen newborns (Ministry of Health, yearly report 2023, page 14)."),
        _("The project strengthened capacities and created synergies."),
    ),
    "metrics": Hint(
        _(
            "One line for each figure that shows what changed: what was counted, how much, in which year, "
            "and where it is written. Readers trust figures with a source."
        ),
        _("Clinics that screen every newborn | 58 | clinics | 2023 | Ministry of Health, yearly report, page 14"),
        _("Capacity strengthened | 100 | percent"),
    ),
    "building_blocks": Hint(
        _(
            "Parts that somebody can take over without the whole: a training, a law, a way of paying. Each has an "
            "address of its own and is found by search. Up to eight; none is needed."
        ),
        _("Training in pairs: each clinic sends two people for ten days, so that the service outlives a move."),
        _("Capacity building component."),
    ),
    "external_ids": Hint(
        _("Where the same practice is listed elsewhere, so that it is known as one: the system and its number there."),
        _("PANORAMA | 1423 | https://panorama.solutions/en/solution/1423"),
        _("United Nations | see web site"),
    ),
    "cost_band": Hint(_("Where you cannot tell the sum: the order of it, all money together.")),
    "tags": Hint(_("Words by which your field knows it, with commas between them: newborn screening, task shifting.")),
    "innovation": Hint(_("What was new for this place, even where it is common elsewhere?")),
    "sustainability": Hint(
        _("Who pays and looks after it now, and what keeps it going when people leave?"),
        _("The county pays both nurses since 2021, and the device is on the list of yearly purchases."),
        _("Sustainability is ensured through ownership."),
    ),
    "replicability_conditions": Hint(
        _("What must be true elsewhere for it to work: laws, people, money, time, partners?"),
        _("Clinics with electricity and two nurses; about 3,000 dollars a clinic in the first year; a telephone line."),
        _("It can be replicated in any country."),
    ),
    "lessons_learned": Hint(
        _("What would you tell a colleague who begins tomorrow?"),
        _("Train two people in each clinic from the start. Visit after three months, when questions come."),
        _("Good coordination is important."),
    ),
    "what_did_not_work": Hint(
        _("Readers trust a page that says this, and save months by it. It does not lower your rating."),
        _("We first trained one nurse in each clinic. When she moved away, the service stopped. We now train two."),
        _("There were some delays."),
    ),
    "enabling_factors": Hint(
        _("What helped that was already there: a law, a person, a network, a fund?"),
        _("Since 2015 a law lets nurses screen; before, only doctors could."),
        _("Political will."),
    ),
    "countries": Hint(_("One line for each country and each role. A country may both give and receive.")),
    "organizations": Hint(
        _("Who else took part. Names on the portal are offered as you type; any other name is taken as you write it.")
    ),
    "targets": Hint(_("Open a Goal and tick one to ten targets in all. If no target fits, tick the Goal as a whole.")),
    "primary_goal": Hint(_("The one Goal that it serves most.")),
    "themes": Hint(_("One to four.")),
    "beneficiary_groups": Hint(_("Only those that it was made for.")),
    "start_date": Hint(_("2019, 2019-05 or 2019-05-31")),
    "end_date": Hint(_("2019, 2019-05 or 2019-05-31. Leave it empty while it runs.")),
    "budget_amount": Hint(_("All money together, in figures, such as 250,000.")),
    "budget_currency": Hint(_("Three letters, such as USD or KES.")),
    "inputs_in_kind": Hint(
        _("What was given other than money: time of experts, rooms, devices, travel."),
        _("Kenya gave 40 days of four trainers; Uganda gave rooms, travel and meals."),
        _("In-kind support."),
    ),
    "channels": Hint(_("Funds and programmes on this portal that paid for it.")),
    "languages": Hint(_("In which languages documents, films or courses about it exist.")),
    "practice_url": Hint(_("The public page of your organization about this practice.")),
    "resources": Hint(
        _(
            "Reports, guides, films, data: what somebody needs who wants to do the same. Give the address, or send "
            "the file: PDF, Word, Excel, PowerPoint or a picture, up to 10 MB."
        ),
        _("Training manual for nurses, 48 pages | toolkit | English | Attribution (CC BY)"),
        _("Document1"),
    ),
    "cover_image": Hint(
        _("JPEG, PNG or WebP, up to 5 MB. The place where it was taken and other hidden data are removed.")
    ),
    "image_alt": Hint(
        _("For people who cannot see it, and where it does not load."),
        _("A nurse holds a small device to the ear of a sleeping baby; the mother looks on."),
        _("IMG_2041"),
    ),
    "image_credit": Hint(_("Who took it, or who holds the rights.")),
}
