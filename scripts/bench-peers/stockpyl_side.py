"""stockpyl's side: questions of one item. Prints for each question its name, answers per CPU second, and the answer, between tabs."""
import time
import warnings

import numpy
from stockpyl.finite_horizon import finite_horizon_dp
from stockpyl.newsvendor import newsvendor_poisson
from stockpyl.rq import r_q_poisson_exact
from stockpyl.ss import s_s_discrete_exact

# CPU seconds that a question is asked for, at least.
LEAST = 0.5
# In months that are closed a piece costs this, so that none is ordered.
NEVER = 1e6
MEANS = [10, 15, 22, 23, 25, 30, 40, 45, 51, 52, 55, 60, 61, 63, 70, 75]


def newsvendor():
    level, _ = newsvendor_poisson(200, 270, 18)
    return [level]


def same_size():
    return list(r_q_poisson_exact(4, 28, 4, 12, 0.5)[:2])


def levels():
    return [number for mean in MEANS for number in s_s_discrete_exact(1, 9, 64, True, demand_mean=mean)[:2]]


def ten_periods():
    return finite_horizon_dp(10, 1, 25, 1, 25, 1, 0, demand_mean=18, demand_sd=3, discount_factor=0.98)[1][1:]


def closed_for_nine_months():
    price = [1 if month < 3 else NEVER for month in range(12)]
    found = finite_horizon_dp(12, 0.02, 25, 0, 25, price, 0, demand_mean=8, demand_sd=1.5,
                              x_range=numpy.arange(-140, 181))
    return found[1][1:4]


def main():
    warnings.simplefilter("ignore")
    questions = [newsvendor, same_size, levels, ten_periods, closed_for_nine_months]
    for question in questions:
        times, begun = 0, time.process_time()
        while time.process_time() - begun < LEAST:
            answer = question()
            times += 1
        seconds = time.process_time() - begun
        print(question.__name__, times / seconds, " ".join(str(round(number)) for number in answer), sep="\t")


main()
