"""What keeps ratings from telling a severity."""

from enum import StrEnum


class Obstacle(StrEnum):
    """Why ratings do not determine a model."""

    FEW_FACETS = "few_facets"  # fewer than two
    NO_RATINGS = "no_ratings"  # not one
    UNKNOWN = "unknown"  # a facet or an element that the ratings do not have
    NO_INFORMATION = "no_information"  # equal ratings, or every element has only lowest or only highest ones
    MANY_CATEGORIES = "many_categories"  # too many different ratings for thresholds between them
    ONE_RATING_EACH = "one_rating_each"  # an entry's quality cannot be told from the accident of its one rating


class CannotEstimate(ValueError):
    """The ratings do not determine the model."""

    def __init__(self, obstacle: Obstacle, detail: str) -> None:
        super().__init__(detail)
        self.obstacle = obstacle
