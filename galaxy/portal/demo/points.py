"""Points by the criteria for some records of the demonstration: invented, and shown as such."""

from collections.abc import Mapping

from accounts.models import User
from solutions.models import Solution
from solutions.reviews.criteria import CODES
from solutions.reviews.services import Marks, rate

REMARK = "Invented for the demonstration; nobody has judged this practice."
# Slug of a record to its points, in the order of the criteria.
POINTS = {
    "alliance-to-fight-avoidable-blindness": "33321122",
    "bangladesh-digital-centres": "23321111",
    "barefoot-college-solar-mamas": "33231131",
    "census-reference-centres-africa": "33221102",
    "fao-china-programme-2009-2019": "32321011",
    "georgia-public-service-halls": "22321112",
    "human-milk-banks-network": "33321122",
    "ibsa-haiti-carrefour-feuilles-waste": "23321121",
    "mozambique-school-feeding-strategy": "22121112",
    "taishin-earthquake-resistant-housing": "33221102",
}
PROMISING = {
    "biodiversity-business-biosphere-reserves-nigeria": "22021111",
    "g7plus-virtual-secretariat-parliamentary-assembly": "22121011",
}


def load(solutions: Mapping[str, Solution], *, by: User) -> int:
    """Give them to those that have none; how many. `solutions` by their slug."""
    given = 0
    for slug, points in (POINTS | PROMISING).items():
        solution = solutions[slug]
        if not solution.reviews.exists():
            scores = dict(zip(CODES, map(int, points), strict=True))
            rate(solution, Marks(scores, {"effective": REMARK}, is_promising=slug in PROMISING), by=by)
            given += 1
    return given
