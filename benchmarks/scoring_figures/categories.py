"""The looser level of the groups against categories that people gave: strangers' codes, and our own."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import fmean

from sklearn.metrics import adjusted_mutual_info_score

from benchmarks.scoring_figures.data import LANGUAGES, PROFILES, read
from benchmarks.scoring_figures.report import Section, shown
from contest_app.scoring.encoders import Encoder, load_encoder
from contest_app.scoring.rating import Answer, rate

TITLE = "Categories"
OWN = Path(__file__).with_name("categories.tsv")
"""A category for each idea of the easy texts, by ``group_id``."""


def categories(data: Path) -> Section:
    """Measure adjusted mutual information prompt by prompt."""
    coded = read(data / "categories_fork_book.csv")
    answers = [Answer(row["prompt"], row["person"], row["response"], "en") for row in coded]
    tables = [("coded answers", answers, [row["category"] for row in coded])]
    tables += [(f"our own, {language}", *_own(data, language)) for language in LANGUAGES]
    rows = []
    for profile in PROFILES:
        for about, given, truth in tables:
            found = dict(_information(given, truth, load_encoder(profile)))
            if about == "coded answers":
                rows += [(profile, f"{about}, {prompt}", shown(found[prompt])) for prompt in sorted(found)]
            rows.append((profile, f"{about}, mean", shown(fmean(found.values()))))
    return Section(
        TITLE,
        "Adjusted mutual information with categories. Coded answers: 480 to two prompts with their raters' codes "
        "(Stevenson et al., creAI-gpt3); of all that is learnt one number was chosen here, how far a category "
        "reaches beyond an idea. Our own: the easy texts of the same idea, 8 prompts, which manner and thresholds "
        "are learnt from too.",
        ("profile", "categories", "AMI"),
        rows,
    )


def _own(data: Path, language: str) -> tuple[list[Answer], list[str]]:
    category_of = {row["group_id"]: row["category"] for row in read(OWN)}
    table = read(data / f"same_idea_{language}.tsv")
    answers = [
        Answer(row["prompt"].replace("_", " "), f"row {place}", row["text"], language)
        for place, row in enumerate(table)
    ]
    return answers, [category_of[row["group_id"]] for row in table]


def _information(answers: Sequence[Answer], truth: Sequence[str], encoder: Encoder) -> Iterator[tuple[str, float]]:
    """Yield each prompt with the information that its groups share with the truth."""
    found = [idea.category for idea in rate(answers, encoder)]
    for prompt in sorted({answer.prompt for answer in answers}):
        own = [place for place, answer in enumerate(answers) if answer.prompt == prompt]
        human, ours = ([column[place] for place in own] for column in (list(truth), found))
        yield prompt, float(adjusted_mutual_info_score(human, ours))
