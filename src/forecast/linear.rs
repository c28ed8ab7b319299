//! Symmetric positive definite systems of equations, by Cholesky: as large as a regression has columns, a few hundred.

/// A symmetric matrix: the rows of its lower triangle.
#[derive(Debug, Clone)]
pub(super) struct Symmetric {
    size: usize,
    rows: Vec<f64>,
}

/// The triangle L of a matrix L Lᵀ.
#[derive(Debug, Clone)]
pub(super) struct Cholesky(Symmetric);

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
        for i in 0..self.size {
            let (above, row) = self.rows.split_at_mut(begin(i));
            for j in 0..=i {
                let other = if j < i { &above[begin(j)..=begin(j) + j] } else { &[] };
                let product = |row: &[f64], other: &[f64]| -> f64 { row.iter().zip(other).map(|(a, b)| a * b).sum() };
                if j < i {
                    row[j] = (row[j] - product(&row[..j], &other[..j])) / other[j];
                } else {
                    let square = row[i] - product(&row[..i], &row[..i]);
                    if !(square > 0.0 && square.is_finite()) {
                        return None;
                    }
                    row[i] = square.sqrt();
                }
            }
        }
        Some(Cholesky(self))
    }
}

impl Cholesky {
    fn row(&self, i: usize) -> &[f64] {
        &self.0.rows[begin(i)..=begin(i) + i]
    }

    /// The x with L Lᵀ x = b.
    pub(super) fn solve(&self, b: &[f64]) -> Vec<f64> {
        let mut x = b.to_vec();
        for i in 0..self.0.size {
            let row = self.row(i);
            let known: f64 = row[..i].iter().zip(&x).map(|(a, x)| a * x).sum();
            x[i] = (x[i] - known) / row[i];
        }
        for i in (0..self.0.size).rev() {
            let row = self.row(i);
            x[i] /= row[i];
            let value = x[i];
            for (x, a) in x[..i].iter_mut().zip(row) {
                *x -= a * value;
            }
        }
        x
    }

    /// The diagonal of the inverse matrix, and the entries beside it: (i, i) and (i + 1, i).
    pub(super) fn inverse_band(&self) -> (Vec<f64>, Vec<f64>) {
        let size = self.0.size;
        let (mut diagonal, mut beside) = (vec![0.0; size], vec![0.0; size.saturating_sub(1)]);
        // The columns of the inverse of L, one after the other: entry (k, j) needs those above it in its column.
        let mut columns: Vec<Vec<f64>> = Vec::with_capacity(size);
        for j in 0..size {
            let mut column = vec![0.0; size - j];
            for k in j..size {
                let row = self.row(k);
                let known: f64 = row[j..k].iter().zip(&column).map(|(a, x)| a * x).sum();
                column[k - j] = (f64::from(u8::from(k == j)) - known) / row[k];
            }
            columns.push(column);
        }
        for j in 0..size {
            diagonal[j] = columns[j].iter().map(|x| x * x).sum();
            if j + 1 < size {
                beside[j] = columns[j][1..].iter().zip(&columns[j + 1]).map(|(a, b)| a * b).sum();
            }
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
