import copy
import unittest

from evaluation.compare import GUARDED, VERSION, worse_than


def evaluation(**changes) -> dict:
    found: dict = {"version": VERSION, "quick": False, "judge": {"sha256": "a"}, "kid": {"drawn": {"kid": 5.0, "error": 0.5}}}
    for path, _, _ in GUARDED:
        place = found
        for key in path[:-1]:
            place = place.setdefault(key, {})
        place[path[-1]] = 0.5
    return found | changes


def changed(path: tuple[str, ...], value) -> dict:
    found = copy.deepcopy(evaluation())
    place = found
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    return found


class WorseThan(unittest.TestCase):
    def test_an_equal_pack_may_ship(self):
        self.assertEqual(worse_than(evaluation(), evaluation()), [])

    def test_every_guarded_figure_can_refuse_and_only_in_its_direction(self):
        for path, more_is_better, slack in GUARDED:
            step = (slack + 0.01) * (-1 if more_is_better else 1)
            reasons = worse_than(evaluation(), changed(path, 0.5 + step))
            self.assertEqual(len(reasons), 1, path)
            self.assertIn(" ".join(path), reasons[0])
            self.assertEqual(worse_than(evaluation(), changed(path, 0.5 - step)), [], path)

    def test_a_difference_within_chance_does_not_refuse(self):
        for path, more_is_better, slack in GUARDED:
            self.assertEqual(worse_than(evaluation(), changed(path, 0.5 + slack * (-1 if more_is_better else 1))), [], path)

    def test_a_figure_that_vanished_refuses(self):
        for path, _, _ in GUARDED:
            self.assertIn("missing", worse_than(evaluation(), changed(path, None))[0])
            self.assertIn("missing", worse_than(evaluation(), changed(path, float("nan")))[0])

    def test_kid_is_compared_by_its_own_error(self):
        near, far = ({"drawn": {"kid": kid, "error": 0.5}} for kid in (6.3, 6.6))
        self.assertEqual(worse_than(evaluation(), evaluation(kid=near)), [])
        self.assertIn("kid", worse_than(evaluation(), evaluation(kid=far))[0])

    def test_figures_of_another_version_judge_or_a_quick_look_are_refused(self):
        self.assertIn("version", worse_than({"colourWordsRight": 0.9}, evaluation())[0])
        self.assertIn("quick", worse_than(evaluation(), evaluation(quick=True))[0])
        self.assertIn("judge", worse_than(evaluation(), evaluation(judge={"sha256": "b"}))[0])


if __name__ == "__main__":
    unittest.main()
