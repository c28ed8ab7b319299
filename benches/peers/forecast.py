#!/usr/bin/env python3
"""Forecasts of public packages for the calls of a bank, to hold Callboard's beside.

    python3 -m venv target/peers-forecast && target/peers-forecast/bin/pip install -r benches/peers/forecast_requirements.txt
    target/peers-forecast/bin/python benches/peers/forecast.py ../shared/data/bank_calls_2003/bank_calls_5min.csv
    cargo nextest run --no-capture -E 'test(forecast::bank)'

The data: calls per 5 minutes, 07:00 to 21:05, on 164 weekdays of 2003. Five origins a week apart, the last four weeks before the end
of the data; from each, four weeks are forecast from what came before. Each package forecasts each level (5 minutes, 30 minutes, day)
from a series of that level. WAPE is the sum of absolute errors over the sum of calls, in percent: over all origins by the week ahead, over
all of them together, and for the last origin alone ("last"). Callboard's table, of the same origins and levels, is printed by the test above.

The packages that know only counted seasons are given five days a week: a weekday that is missing from the data is filled in with
the same weekday of the week before. Prophet is given the public holidays of the country, what day of the month it is, and
for the intervals as many Fourier terms as a profile of the day needs.
"""

import csv
import datetime
import logging
import sys
import time
import warnings

import numpy as np
import pandas as pd

warnings.filterwarnings("ignore")
logging.disable(logging.WARNING)

from prophet import Prophet
from statsforecast.models import MSTL, AutoARIMA, AutoETS, DynamicOptimizedTheta, SeasonalNaive

DAYS_AHEAD = 28
LEVELS = {"5 min": 1, "30 min": 6, "day": 169}


def read(path):
    days = {}
    with open(path) as file:
        for row in csv.DictReader(file):
            day, _ = row["DateTime"].split()
            days.setdefault(datetime.date.fromisoformat(day), []).append(float(row["Calls"]))
    return days


def by_level(calls, width):
    """Calls of a day in steps of so many intervals; the last may be shorter."""
    return [sum(calls[i : i + width]) for i in range(0, len(calls), width)]


def weekdays(first, last):
    day = first
    while day <= last:
        if day.weekday() < 5:
            yield day
        day += datetime.timedelta(1)


def counted(model):
    """A forecaster from a model that knows only counted seasons."""

    def forecast(past, width, until):
        filled = []
        days = list(weekdays(min(past), max(past)))
        for i, day in enumerate(days):
            filled.append(past.get(day) or filled[i - 5])
        series = np.array([v for calls in filled for v in by_level(calls, width)])
        per_day = len(by_level(filled[0], width))
        ahead = list(weekdays(max(past) + datetime.timedelta(1), until))
        values = model(per_day).forecast(y=series, h=per_day * len(ahead))["mean"]
        return {day: values[i * per_day : (i + 1) * per_day] for i, day in enumerate(ahead)}

    return forecast


def times(day, count, width):
    begin = datetime.datetime.combine(day, datetime.time(7))
    return [begin + datetime.timedelta(minutes=5 * width * i) for i in range(count)]


def prophet(monthly):
    def forecast(past, width, until):
        rows = [(t, v) for day, calls in past.items() for t, v in zip(times(day, 999, width), by_level(calls, width))]
        count = len(by_level(next(iter(past.values())), width))
        model = Prophet(
            yearly_seasonality=False,
            weekly_seasonality=True,
            daily_seasonality=25 if count > 1 else False,
            seasonality_mode="multiplicative",
            uncertainty_samples=0,
        )
        model.add_country_holidays("US")
        if monthly:
            model.add_seasonality("monthly", 30.5, 4)
        model.fit(pd.DataFrame(rows, columns=["ds", "y"]))
        ahead = list(weekdays(max(past) + datetime.timedelta(1), until))
        frame = pd.DataFrame({"ds": [t for day in ahead for t in times(day, count, width)]})
        values = model.predict(frame)["yhat"].to_numpy()
        return {day: values[i * count : (i + 1) * count] for i, day in enumerate(ahead)}

    return forecast


def week_of(per_day):
    return 5 * per_day


MODELS = {
    "SeasonalNaive": (counted(lambda n: SeasonalNaive(week_of(n))), ["5 min", "30 min", "day"]),
    "MSTL (day, week)": (
        counted(lambda n: MSTL([n, week_of(n)] if n > 1 else [5], trend_forecaster=AutoETS(model="ZZN"))),
        ["5 min", "30 min", "day"],
    ),
    "MSTL (week, month)": (counted(lambda n: MSTL([5, 21], trend_forecaster=AutoETS(model="ZZN"))), ["day"]),
    "AutoETS": (counted(lambda n: AutoETS(season_length=5)), ["day"]),
    "AutoARIMA": (counted(lambda n: AutoARIMA(season_length=5)), ["day"]),
    "Theta": (counted(lambda n: DynamicOptimizedTheta(season_length=week_of(n))), ["30 min", "day"]),
    "prophet": (prophet(False), ["5 min", "30 min", "day"]),
    "prophet, monthly": (prophet(True), ["5 min", "30 min", "day"]),
}


def main():
    days = read(sys.argv[1])
    last = max(days)
    origins = [last - datetime.timedelta(DAYS_AHEAD + 7 * k) for k in reversed(range(5))]
    print(f"{'level':7} {'model':20} {'week 1':>7} {'week 2':>7} {'week 3':>7} {'week 4':>7} {'all':>7} {'last':>7} {'seconds':>8}")
    for level, width in LEVELS.items():
        for name, (model, levels) in MODELS.items():
            if level not in levels:
                continue
            errors, calls, begin = np.zeros((len(origins), 4)), np.zeros((len(origins), 4)), time.time()
            for o, origin in enumerate(origins):
                past = {day: values for day, values in days.items() if day <= origin}
                values = model(past, width, origin + datetime.timedelta(DAYS_AHEAD))
                for day, forecast in values.items():
                    if day in days:
                        week = ((day - origin).days - 1) // 7
                        actual = np.array(by_level(days[day], width))
                        errors[o, week] += np.abs(actual - np.maximum(forecast, 0)).sum()
                        calls[o, week] += actual.sum()
            cells = list(errors.sum(0) / calls.sum(0)) + [errors.sum() / calls.sum(), errors[-1].sum() / calls[-1].sum()]
            print(f"{level:7} {name:20}", *(f"{100 * cell:7.2f}" for cell in cells), f"{time.time() - begin:8.1f}", flush=True)


main()
