#!/usr/bin/env python3
"""Callboard beside OR-tools CP-SAT on one roster of named people, with the same time for each.

    cargo build --release
    python3 -m venv target/peers && target/peers/bin/pip install -r benches/peers/requirements.txt
    target/peers/bin/python benches/peers/roster.py make /tmp/people.txt
    target/peers/bin/python benches/peers/roster.py solve /tmp/people.txt 300

`make FILE [PEOPLE [DAYS [KINDS [SEED]]]]` writes an instance in the format of schedulingbenchmarks.org (200 people, 28 days, 6 kinds of
shift, seed 1 unless told otherwise): contracts of three sizes, skills, leave, wishes, and cover that asks for nearly all hours there are.
`solve FILE SECONDS [THREADS]` solves it with both and prints objectives, bounds, times and the ratio. CP-SAT has one Boolean for each
person, day and kind, its usual search, and as many workers as threads. Both rosters are counted again here, rule by rule.
"""

import json
import os
import pathlib
import random
import resource
import subprocess
import sys
import time

CALLBOARD = pathlib.Path(__file__).parents[2] / "target" / "release" / "callboard"


def make(path, people=200, days=28, kinds=6, seed=1):
    rng = random.Random(seed)
    starts = [round(i * 24 * 60 / kinds / 30) * 30 for i in range(kinds)]
    starts = [(start + 360) % 1440 for start in starts]
    lengths = [rng.choice([480, 480, 480, 600]) for _ in range(kinds)]
    names = [f"k{i}" for i in range(kinds)]

    def too_soon(first, second):
        return starts[second] + 1440 - (starts[first] + lengths[first]) < 660

    out = ["SECTION_HORIZON", str(days), "", "SECTION_SHIFTS"]
    for i in range(kinds):
        after = "|".join(names[j] for j in range(kinds) if too_soon(i, j))
        out.append(f"{names[i]},{lengths[i]},{after}")
    out += ["", "SECTION_STAFF"]
    staff, hours = [], 0.0
    weeks = days / 7
    for p in range(people):
        share = rng.choice([1.0, 1.0, 1.0, 0.75, 0.5])
        most = round(weeks * 40 * 60 * share / 60) * 60
        least = round(most * 0.85 / 60) * 60
        skills = sorted(rng.sample(range(kinds), max(1, round(kinds * rng.choice([0.4, 0.7, 1.0])))))
        limits = []
        for k in range(kinds):
            few = rng.random() < 0.15
            limits.append(0 if k not in skills else (max(2, days // 4) if few and len(skills) > 2 else days))
        row = "|".join(f"{names[k]}={limits[k]}" for k in range(kinds))
        weekends = max(1, round(weeks * rng.choice([0.5, 0.5, 0.75])))
        shape = rng.choice([(5, 2, 2), (6, 2, 3), (5, 1, 2)])
        out.append(f"P{p},{row},{most},{least},{shape[0]},{shape[1]},{shape[2]},{weekends}")
        staff.append([k for k in skills if limits[k]])
        hours += most
    out += ["", "SECTION_DAYS_OFF"]
    for p in range(people):
        off = set()
        for _ in range(max(1, days // 28)):
            day = rng.randrange(days - 1)
            off |= {day, day + 1}
        out.append(f"P{p}," + ",".join(map(str, sorted(off))))
    wishes = {"ON": [], "OFF": []}
    for p in range(people):
        for which in wishes:
            for _ in range(max(1, days // 14)):
                first = rng.randrange(days)
                kind = rng.choice(staff[p])
                for day in range(first, min(days, first + rng.randint(1, 4))):
                    wishes[which].append(f"P{p},{day},{names[kind]},{rng.randint(1, 3)}")
    for which, rows in wishes.items():
        out += ["", f"SECTION_SHIFT_{which}_REQUESTS", *rows]
    out += ["", "SECTION_COVER"]
    supply = [sum(1 / len(skills) for skills in staff if k in skills) for k in range(kinds)]
    per_day = hours / days * 0.97
    weight = [0.75 if day % 7 >= 5 else 1.1 for day in range(days)]
    mean = sum(weight) / days
    for day in range(days):
        for k in range(kinds):
            minutes = per_day * supply[k] / sum(supply) * weight[day] / mean
            wanted = minutes / lengths[k] + rng.uniform(-0.7, 0.7)
            out.append(f"{day},{names[k]},{max(0, round(wanted))},100,1")
    pathlib.Path(path).write_text("\n".join(out) + "\n")


class Instance:
    def __init__(self, path):
        sections, rows = {}, None
        for line in pathlib.Path(path).read_text().splitlines():
            line = line.strip()
            if line.startswith("SECTION_"):
                rows = sections.setdefault(line, [])
            elif line and not line.startswith("#"):
                rows.append(line.split(","))
        self.days = int(sections["SECTION_HORIZON"][0][0])
        self.kinds = {row[0]: int(row[1]) for row in sections["SECTION_SHIFTS"]}
        self.after = {row[0]: [k for k in row[2].split("|") if k] for row in sections["SECTION_SHIFTS"]}
        self.staff = {}
        for row in sections["SECTION_STAFF"]:
            most = {k: int(n) for k, n in (part.split("=") for part in row[1].split("|"))}
            self.staff[row[0]] = (most, *map(int, row[2:8]))
        self.off = {row[0]: {int(day) for day in row[1:] if day} for row in sections.get("SECTION_DAYS_OFF", [])}
        wish = lambda name: [(p, int(d), k, int(w)) for p, d, k, w in sections.get(name, [])]
        self.on_wishes, self.off_wishes = wish("SECTION_SHIFT_ON_REQUESTS"), wish("SECTION_SHIFT_OFF_REQUESTS")
        self.cover = [(int(d), k, int(n), int(u), int(o)) for d, k, n, u, o in sections["SECTION_COVER"]]

    def cost(self, roster):
        """The objective of a roster (days by person, a kind or none each), having held every rule against it."""
        for p, days in roster.items():
            most, minutes_most, minutes_least, row_most, row_least, off_least, weekends = self.staff[p]
            minutes = sum(self.kinds[k] for k in days if k)
            assert minutes_least <= minutes <= minutes_most, (p, minutes)
            assert all(days.count(k) <= n for k, n in most.items()), p
            assert not any(days[d] for d in self.off.get(p, ())), p
            assert not any(b in self.after[a] for a, b in zip(days, days[1:]) if a and b), p
            worked = sum(any(days[d : d + 2]) for d in range(5, self.days, 7))
            assert worked <= weekends, p
            first = 0
            while first < self.days:
                last = first
                while last + 1 < self.days and bool(days[last + 1]) == bool(days[first]):
                    last += 1
                inside, length = first > 0 and last + 1 < self.days, last + 1 - first
                if days[first]:
                    assert length <= row_most and (length >= row_least or not inside), (p, first)
                else:
                    assert length >= off_least or not inside, (p, first)
                first = last + 1
        cost = sum(w for p, d, k, w in self.on_wishes if roster[p][d] != k)
        cost += sum(w for p, d, k, w in self.off_wishes if roster[p][d] == k)
        for d, k, wanted, under, over in self.cover:
            there = sum(days[d] == k for days in roster.values())
            cost += max(0, wanted - there) * under + max(0, there - wanted) * over
        return cost


def cp_sat(instance, seconds, threads):
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    days, kinds = range(instance.days), list(instance.kinds)
    x, works = {}, {}
    for p, (most, minutes_most, minutes_least, row_most, row_least, off_least, weekends) in instance.staff.items():
        for d in days:
            for k in kinds:
                x[p, d, k] = model.new_bool_var("")
                if most[k] == 0 or d in instance.off.get(p, ()):
                    model.add(x[p, d, k] == 0)
            works[p, d] = model.new_bool_var("")
            model.add(sum(x[p, d, k] for k in kinds) == works[p, d])
        for k in kinds:
            if most[k] < instance.days:
                model.add(sum(x[p, d, k] for d in days) <= most[k])
        for d in days[:-1]:
            for a in kinds:
                for b in instance.after[a]:
                    model.add_bool_or(~x[p, d, a], ~x[p, d + 1, b])
        minutes = sum(instance.kinds[k] * x[p, d, k] for d in days for k in kinds)
        model.add_linear_constraint(minutes, minutes_least, minutes_most)
        for d in range(instance.days - row_most):
            model.add(sum(works[p, d + i] for i in range(row_most + 1)) <= row_most)
        # A stretch of each length below the least, with its ends inside the period, is forbidden.
        for length in range(1, row_least):
            for d in range(instance.days - length - 1):
                inner = [~works[p, d + i] for i in range(1, length + 1)]
                model.add_bool_or(works[p, d], *inner, works[p, d + length + 1])
        for length in range(1, off_least):
            for d in range(instance.days - length - 1):
                inner = [works[p, d + i] for i in range(1, length + 1)]
                model.add_bool_or(~works[p, d], *inner, ~works[p, d + length + 1])
        worked = []
        for d in range(5, instance.days, 7):
            weekend = model.new_bool_var("")
            for day in range(d, min(d + 2, instance.days)):
                model.add_implication(works[p, day], weekend)
            worked.append(weekend)
        model.add(sum(worked) <= weekends)
    cost = sum(w * (1 - x[p, d, k]) for p, d, k, w in instance.on_wishes)
    cost += sum(w * x[p, d, k] for p, d, k, w in instance.off_wishes)
    for d, k, wanted, under, over in instance.cover:
        missing = model.new_int_var(0, wanted, "")
        surplus = model.new_int_var(0, len(instance.staff), "")
        model.add(sum(x[p, d, k] for p in instance.staff) + missing - surplus == wanted)
        cost += under * missing + over * surplus
    model.minimize(cost)
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = threads
    status = solver.solve(model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None, solver.best_objective_bound
    chosen = lambda p, d: next((k for k in kinds if solver.value(x[p, d, k])), None)
    return {p: [chosen(p, d) for d in days] for p in instance.staff}, solver.best_objective_bound


def callboard(path, seconds, threads):
    command = [CALLBOARD, "roster", "--benchmark", path, "--time-limit", f"{seconds}s", "--format", "json"]
    environment = dict(os.environ, RAYON_NUM_THREADS=str(threads))
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)
    answer = json.loads(done.stdout)
    return {person["name"]: person["days"] for person in answer["people"]}, answer["bound"]


def solve(path, seconds, threads=2):
    instance = Instance(path)
    costs = {}
    for name, run in (
        ("callboard", lambda: callboard(path, seconds, threads)),
        ("CP-SAT", lambda: cp_sat(instance, seconds, threads)),
    ):
        used = lambda: sum(
            usage.ru_utime + usage.ru_stime
            for usage in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        )
        begun, before = time.monotonic(), used()
        roster, bound = run()
        wall, processor = time.monotonic() - begun, used() - before
        costs[name] = instance.cost(roster) if roster else None
        shown = "no roster" if roster is None else f"objective {costs[name]}"
        print(f"{name:10} {shown:20} bound {bound:10.1f}   {wall:6.1f} s wall   {processor:6.1f} s processor", flush=True)
    if costs["CP-SAT"] is not None:
        print(f"ratio      {costs['callboard'] / max(costs['CP-SAT'], 1):.4f}")


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["make", path, *numbers]:
            make(path, *map(int, numbers))
        case ["solve", path, seconds, *threads]:
            solve(path, float(seconds), *map(int, threads))
        case _:
            sys.exit(__doc__)
