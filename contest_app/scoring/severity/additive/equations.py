"""Henderson's mixed model equations, solved by eliminating what is large and diagonal.

With y = μ + Σ Z_i u_i + e, var(u_i) = σ_i², var(e) = σ², λ_i = σ²/σ_i², the best linear unbiased predictions solve

    [1'1  1'Z       ] [μ]   [1'y]
    [Z'1  Z'Z + diag λ] [u] = [Z'y]

and σ² times the inverse of the matrix holds the variances of their errors. Sheets are diagonal among themselves, so
they are eliminated first; each belongs to one element of the largest facet, which therefore stays diagonal and is
eliminated next; what is left has the size of the other facets.

Source: Henderson, C. R. (1975). Best linear unbiased estimation and prediction under a selection model. Biometrics,
31, 423-447.
"""

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from scipy.linalg import cho_factor, cho_solve, lapack
from scipy.sparse import csr_array, diags_array, hstack

from contest_app.scoring.severity.additive.terms import Terms
from contest_app.scoring.severity.ratings import FloatArray, IntArray


class Equations:
    """The parts of the equations that no variance changes.

    Columns stand in this order: sheets (none without), elements of the largest facet, μ, the levels of the rest.
    """

    def __init__(self, terms: Terms, count: int) -> None:
        self.terms = terms
        sheet = terms.sheet.incidence if terms.sheet else csr_array((count, 0))
        own = terms.largest.incidence
        rest = hstack([np.ones((count, 1)), *(term.incidence for term in terms.rest)], format="csr")
        self.columns = hstack([sheet, own, rest], format="csr")
        self.sizes = (sheet.shape[1], own.shape[1], rest.shape[1])
        self.sheets = np.asarray(sheet.sum(axis=0)).ravel()
        self.owns = np.asarray(own.sum(axis=0)).ravel()
        self.sheet_own = (sheet.T @ own).tocsr()
        self.sheet_rest = (sheet.T @ rest).tocsr()
        self.patterns, self.pattern_of_sheet = _patterns(self.sheet_rest)
        self.own_rest = (own.T @ rest).tocsr()
        self.rest_rest = (rest.T @ rest).toarray()

    def solved(self, ratios: FloatArray) -> "Solved":
        """Return the equations with the ratios λ of `Terms.all`, in its order."""
        sheet, own, *rest = ratios if self.terms.sheet else (1.0, *ratios)
        levels = np.concatenate([[0.0], *(np.full(t.count, r) for t, r in zip(self.terms.rest, rest, strict=True))])
        weights = 1.0 / (self.sheets + sheet)
        scaled = diags_array(weights) @ self.sheet_rest
        diagonal = self.owns + own - np.asarray(self.sheet_own.power(2).T @ weights).ravel()
        mixed = (self.own_rest - self.sheet_own.T @ scaled).tocsr()
        shared = (diags_array(1.0 / diagonal) @ mixed).tocsr()
        left = self.rest_rest + np.diag(levels) - (self.sheet_rest.T @ scaled + mixed.T @ shared).toarray()
        return Solved(self, weights, diagonal, mixed, shared, left)


@dataclass
class Solved:
    """The equations at given variances.

    Attributes
    ----------
    equations : the parts that no variance changes.
    weights : inverse of the sheets' diagonal.
    diagonal, mixed : what is left of the largest facet's block, and of its products with the rest (sparse).
    shared : mixed by the diagonal.
    left : what is left of the rest.

    """

    equations: Equations
    weights: FloatArray
    diagonal: FloatArray
    mixed: csr_array
    shared: csr_array
    left: FloatArray

    @cached_property
    def factor(self) -> tuple[FloatArray, bool]:
        """Cholesky's factor of what is left."""
        found: tuple[FloatArray, bool] = cho_factor(self.left)
        return found

    @property
    def log_determinant(self) -> float:
        """Logarithm of the determinant of the whole matrix."""
        parts = (-np.log(self.weights).sum(), np.log(self.diagonal).sum(), 2 * np.log(np.diag(self.factor[0])).sum())
        return float(sum(parts))

    def effects(self, right: FloatArray) -> FloatArray:
        """Return the solution, (n_columns, k), for right sides Z'y of (n_columns, k)."""
        equations, (sheets, owns, _) = self.equations, self.equations.sizes
        one, two, three = right[:sheets], right[sheets : sheets + owns], right[sheets + owns :]
        weighted = self.weights[:, None] * one
        two = two - equations.sheet_own.T @ weighted
        three = three - equations.sheet_rest.T @ weighted - self.shared.T @ two
        rest = cho_solve(self.factor, three)
        own = (two - self.mixed @ rest) / self.diagonal[:, None]
        sheet = weighted - self.weights[:, None] * (equations.sheet_own @ own + equations.sheet_rest @ rest)
        return np.vstack([sheet, own, rest])

    @cached_property
    def inverse(self) -> FloatArray:
        """Part of the inverse that belongs to μ and the rest, (n_rest, n_rest): covariances of errors, by σ²."""
        upper = np.triu(lapack.dpotri(self.factor[0])[0])
        return np.asarray(upper + np.triu(upper, 1).T)

    def error_diagonal(self) -> FloatArray:
        """Return the diagonal of the inverse, (n_columns,): variances of the errors, in units of σ²."""
        inverse = self.inverse
        crossed = -(self.shared @ inverse)
        own = 1.0 / self.diagonal - _picked(self.shared, crossed, np.arange(len(self.diagonal)))
        rows, sizes = self.equations.sheet_rest, self.equations.sheet_own.data
        parents = self.equations.sheet_own.indices
        patterns = self.equations.patterns
        alike = _picked(patterns, patterns @ inverse, np.arange(patterns.shape[0]))
        spread = alike[self.equations.pattern_of_sheet]
        spread += sizes**2 * own[parents] + 2 * sizes * _picked(rows, crossed, parents)
        return np.concatenate([self.weights + self.weights**2 * spread, own, np.diag(inverse)])


def _patterns(rows: csr_array) -> tuple[csr_array, IntArray]:
    """Return the rows that differ, and which of them each row is: sheets of one judge are mostly alike."""
    rows.sort_indices()
    numbers: dict[bytes, int] = {}
    firsts: list[int] = []
    found = np.zeros(rows.shape[0], dtype=np.intp)
    for row, (low, high) in enumerate(pairwise(rows.indptr)):
        key = rows.indices[low:high].tobytes() + rows.data[low:high].tobytes()
        found[row] = numbers.setdefault(key, len(numbers))
        if found[row] == len(firsts):
            firsts.append(row)
    return rows[firsts], found


def _picked(rows: csr_array, table: FloatArray, numbers: IntArray) -> FloatArray:
    """Return the product of each sparse row with the row of the table that has its number, (n_rows,)."""
    of_entry = np.repeat(np.arange(rows.shape[0]), np.diff(rows.indptr))
    products = rows.data * table[numbers[of_entry], rows.indices]
    return np.bincount(of_entry, products, rows.shape[0]).astype(np.float64)
