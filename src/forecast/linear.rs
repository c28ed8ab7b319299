//! Symmetric positive definite systems of equations, by Cholesky: as large as a regression has columns, a few hundred.
//!
//! What stands in a row before its first entry stays 0 in the triangle and is skipped, so columns that have few neighbours (weeks that have
//! only the week before) cost little if they come first.

/// A symmetric matrix: the rows of its lower triangle.
#[derive(Debug, Clone)]
pub(super) struct Symmetric {
    size: usize,
    rows: Vec<f64>,
}

/// The triangle L of a matrix L Lᵀ.
#[derive(Debug, Clone)]
pub(super) struct Cholesky {
    triangle: Symmetric,
    /// The column of the first entry of each row.
    first: Vec<usize>,
}

/// Where row `i` begins.
fn begin(i: usize) -> usize {
    i * (i + 1) / 2
}

impl Symmetric {
    pub(super) fn zero(size: usize) -> Self {
        Self { size, rows: vec![0.0; begin(size)] }
    }

    /// Adds to the entry (i, j), which is also (j, i).
    pub(super) fn add(&mut self, i: usize, j: usize, value: f64) {
        let (row, column) = if i >= j { (i, j) } else { (j, i) };
        self.rows[begin(row) + column] += value;
    }

    /// Adds `weight` x xᵀ, x given by what is not zero in it, in the order of the columns.
    pub(super) fn add_square(&mut self, x: &[(usize, f64)], weight: f64) {
        for (n, &(i, a)) in x.iter().enumerate() {
            for &(j, b) in &x[..=n] {
                self.add(i, j, weight * a * b);
            }
        }
    }

    /// Its triangle, unless it is not positive definite.
    pub(super) fn cholesky(mut self) -> Option<Cholesky> {
        let entry = |i: usize| self.rows[begin(i)..begin(i) + i].iter().position(|value| *value != 0.0).unwrap_or(i);
        let first: Vec<usize> = (0..self.size).map(entry).collect();
        for i in 0..self.size {
            let (above, row) = self.rows.split_at_mut(begin(i));
            for j in first[i]..i {
                let from = first[i].max(first[j]);
                let other = &above[begin(j)..=begin(j) + j];
                row[j] = (row[j] - product(row, other, from..j)) / other[j];
            }
            let square = row[i] - product(row, row, first[i]..i);
            if !(square > 0.0 && square.is_finite()) {
                return None;
            }
            row[i] = square.sqrt();
        }
        Some(Cholesky { triangle: self, first })
    }
}

/// The sum of the products of two rows over some columns.
fn product(a: &[f64], b: &[f64], columns: std::ops::Range<usize>) -> f64 {
    if columns.is_empty() {
        return 0.0;
    }
    a[columns.clone()].iter().zip(&b[columns]).map(|(a, b)| a * b).sum()
}

impl Cholesky {
    fn row(&self, i: usize) -> &[f64] {
        &self.triangle.rows[begin(i)..=begin(i) + i]
    }

    /// The x with L Lᵀ x = b.
    pub(super) fn solve(&self, b: &[f64]) -> Vec<f64> {
        let mut x = b.to_vec();
        for i in 0..x.len() {
            let row = self.row(i);
            x[i] = (x[i] - product(row, &x, self.first[i]..i)) / row[i];
        }
        for i in (0..x.len()).rev() {
            let row = self.row(i);
            x[i] /= row[i];
            let value = x[i];
            for j in self.first[i]..i {
                x[j] -= row[j] * value;
            }
        }
        x
    }

    /// The diagonal of the inverse matrix, and the entries beside it: (i, i) and (i + 1, i).
    pub(super) fn inverse_band(&self) -> (Vec<f64>, Vec<f64>) {
        let size = self.triangle.size;
        let (mut diagonal, mut beside) = (vec![0.0; size], vec![0.0; size.saturating_sub(1)]);
        // Columns of the inverse of L, from the last to the first: entry (k, j) needs those above it in its column.
        let mut after: Vec<f64> = Vec::new();
        for j in (0..size).rev() {
            let mut column = vec![0.0; size];
            column[j] = 1.0 / self.row(j)[j];
            for k in j + 1..size {
                let row = self.row(k);
                column[k] = -product(row, &column, self.first[k].max(j)..k) / row[k];
            }
            diagonal[j] = product(&column, &column, j..size);
            if j + 1 < size {
                beside[j] = product(&column, &after, j + 1..size);
            }
            after = column;
        }
        (diagonal, beside)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 4 2 0 / 2 5 1 / 0 1 3, with determinant 44.
    fn three() -> Cholesky {
        let mut matrix = Symmetric::zero(3);
        for (i, j, value) in [(0, 0, 4.0), (0, 1, 2.0), (1, 1, 5.0), (1, 2, 1.0), (2, 2, 3.0)] {
            matrix.add(i, j, value);
        }
        matrix.cholesky().unwrap()
    }

    #[test]
    fn three_equations_by_hand() {
        let x = three().solve(&[8.0, 15.0, 11.0]);
        // 4·1 + 2·2 = 8, 2 + 5·2 + 3 = 15, 2 + 3·3 = 11; a dozen roundings of numbers below 16.
        for (found, expected) in x.into_iter().zip([1.0, 2.0, 3.0]) {
            assert!((found - expected).abs() < 1e-13, "{found}");
        }
    }

    #[test]
    fn the_inverse_by_hand() {
        let (diagonal, beside) = three().inverse_band();
        for (found, cofactor) in diagonal.into_iter().chain(beside).zip([14.0, 12.0, 16.0, -6.0, -4.0]) {
            assert!((found - cofactor / 44.0).abs() < 1e-14, "{found} is not {cofactor}/44");
        }
    }

    #[test]
    fn what_is_not_positive_definite_is_told() {
        let mut matrix = Symmetric::zero(2);
        matrix.add_square(&[(0, 1.0), (1, 2.0)], 1.0);
        assert!(matrix.cholesky().is_none());
    }
}
