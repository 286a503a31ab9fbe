"""SimPy's side: eight trucks, one shovel, exponential times of 3 and 21 min, and nothing else. Prints loads and CPU seconds."""
import random
import sys
import time

import simpy


def truck(env, shovel, count, rng):
    while True:
        with shovel.request() as request:
            yield request
            yield env.timeout(rng.expovariate(1 / 3))
            count[0] += 1
        yield env.timeout(rng.expovariate(1 / 21))


def main():
    env = simpy.Environment()
    shovel = simpy.Resource(env, capacity=1)
    rng, count = random.Random(1), [0]
    for _ in range(8):
        env.process(truck(env, shovel, count, rng))
    begun = time.process_time()
    env.run(until=int(sys.argv[1]) / 16.423563 * 60)
    print(count[0], time.process_time() - begun)


main()
