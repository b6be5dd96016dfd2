package io.spotkeeper.fleet.allocation;

import io.spotkeeper.fleet.allocation.Problem.Supply;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Problems as a cloud would pose them, drawn from a seed. */
enum PriceSets {
    /** Sizes 1 to 64, any price of 0.10 to 0.60 per unit and hour, 1 to 10 instances per pool. */
    RANDOM {
        @Override
        Candidate draw(SplittableRandom random, int i) {
            int size = random.nextInt(1, 65);
            return candidate(random, size, 0.10 + 0.50 * random.nextDouble());
        }
    },

    /**
     * As Tencent's spot market: families of sizes 1 to 64 in powers of two, list price in
     * proportion to the size, and a discount of 3 to 97 % that differs from pool to pool, mostly
     * around 80 %.
     */
    TENCENT_LIKE {
        @Override
        Candidate draw(SplittableRandom random, int i) {
            double family = 0.12 + 0.02 * random.nextInt(6);
            double discount = Math.clamp(0.80 + 0.10 * random.nextGaussian(), 0.03, 0.97);
            return candidate(random, 1 << random.nextInt(7), family * (1 - discount));
        }
    },

    /**
     * As Huawei's price list, which stands for the spot price there: six families, exactly in
     * proportion to the size, the same in all zones.
     */
    HUAWEI_LIKE {
        @Override
        Candidate draw(SplittableRandom random, int i) {
            return candidate(random, 1 << random.nextInt(7), 0.18 + 0.03 * random.nextInt(6));
        }
    };

    abstract Candidate draw(SplittableRandom random, int i);

    Problem problem(Objective objective, int pools, long units, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Candidate> candidates =
                IntStream.range(0, pools).mapToObj(i -> draw(random, i)).toList();
        return new Problem(units * 1000, candidates, objective, Supply.MULTIPLE, null, Map.of());
    }

    private static Candidate candidate(SplittableRandom random, int size, double perUnit) {
        BigDecimal price = BigDecimal.valueOf(perUnit * size).setScale(4, RoundingMode.HALF_UP);
        return new Candidate(
                "zone-" + random.nextInt(3),
                "type-" + size,
                size * 1000L,
                price,
                random.nextInt(1, 11),
                size,
                random.nextInt(5));
    }
}
