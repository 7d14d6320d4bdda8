//! Room for the words of links that lie flat, in small parts: there is little else that could give way.

use super::{Point, SPACING};

/// Parts with more nodes stay as they are.
const SMALL: usize = 12;
/// Rounds in which ends are moved apart; a chain of twelve needs some.
const ROUNDS: usize = 60;
/// A link whose ends are less than this apart in height lies flat.
const FLAT: f64 = SPACING / 2.0;

/// Moves the ends of flat links apart, to the left and to the right, until they have the room that they need.
pub(super) fn make(places: &mut [Point], links: &[(usize, usize)], rooms: &[f64]) {
    if places.len() > SMALL {
        return;
    }
    for _ in 0..ROUNDS {
        let mut moved = false;
        for (&(a, b), room) in links.iter().zip(rooms) {
            let across = places[b][0] - places[a][0];
            let lacking = room - across.abs();
            if lacking < 0.5 || (places[b][1] - places[a][1]).abs() > FLAT {
                continue;
            }
            moved = true;
            let by = lacking / 2.0 * if across < 0.0 { -1.0 } else { 1.0 };
            places[a][0] -= by;
            places[b][0] += by;
        }
        if !moved {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flat_links_get_their_room_and_others_stay() {
        let mut places = vec![[0.0, 0.0], [60.0, 4.0], [120.0, 0.0], [60.0, 60.0]];
        let links = [(0, 1), (1, 2), (1, 3)];
        make(&mut places, &links, &[80.0, 100.0, 500.0]);
        assert!(places[1][0] - places[0][0] > 79.0 && places[2][0] - places[1][0] > 99.0, "{places:?}");
        assert_eq!(places[3], [60.0, 60.0]);
    }
}
