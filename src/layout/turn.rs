//! Turns a picture so that its long axis lies level, as screens and pages are wide.

use super::Point;

/// Turns points round their middle until they spread most from left to right.
pub(super) fn lay_down(places: &mut [Point]) {
    let count = places.len().max(1) as f64;
    let middle = [0, 1].map(|axis| places.iter().map(|place| place[axis]).sum::<f64>() / count);
    let spread = |a: usize, b: usize| {
        places.iter().map(|place| (place[a] - middle[a]) * (place[b] - middle[b])).sum::<f64>() / count
    };
    let (xx, yy, xy) = (spread(0, 0), spread(1, 1), spread(0, 1));
    // The direction in which they spread most: the first eigenvector of their covariance.
    let most = (xx + yy) / 2.0 + (((xx - yy) / 2.0).powi(2) + xy * xy).sqrt();
    let (mut x, mut y) = (most - yy, xy);
    if x.abs() + y.abs() < 1e-6 {
        // Up and down, or the same in all directions.
        (x, y) = if yy > xx { (0.0, 1.0) } else { (1.0, 0.0) };
    }
    let length = (x * x + y * y).sqrt();
    let (cosine, sine) = (x / length, y / length);
    for place in places {
        let [dx, dy] = [place[0] - middle[0], place[1] - middle[1]];
        *place = [dx * cosine + dy * sine, dy * cosine - dx * sine];
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_is_laid_down() {
        for mut places in [
            vec![[3.0, 0.0], [3.0, 10.0], [3.0, 20.0]],
            vec![[0.0, 0.0], [10.0, 10.0], [20.0, 20.0]],
            vec![[0.0, 0.0], [-10.0, 10.0], [-20.0, 20.0]],
            vec![[5.0, 1.0], [7.0, 1.0], [9.0, 1.0]],
        ] {
            lay_down(&mut places);
            assert!(places.iter().all(|place| place[1].abs() < 1e-6), "{places:?}");
            assert!((places[0][0] - places[2][0]).abs() > 3.0, "{places:?}");
        }
        let mut none: [Point; 0] = [];
        lay_down(&mut none);
    }
}
