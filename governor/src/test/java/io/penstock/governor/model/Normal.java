package io.penstock.governor.model;

/** The standard normal distribution. */
final class Normal {
    private Normal() {}

    /** The value below which a share of all values lies; by bisection on the error function, for tables. */
    static double quantile(double share) {
        double low = -9;
        double high = 9;
        for (int step = 0; step < 60; step++) {
            double middle = (low + high) / 2;
            if (cumulative(middle) < share) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + high) / 2;
    }

    /** Series of Marsaglia (2004), "Evaluating the Normal Distribution": exact to the last digits for what is not far out. */
    private static double cumulative(double value) {
        if (value < -8) {
            return 0;
        }
        if (value > 8) {
            return 1;
        }
        double sum = value;
        double term = value;
        for (int odd = 3; sum + term != sum; odd += 2) {
            term *= value * value / odd;
            sum += term;
        }
        return 0.5 + sum * Math.exp(-value * value / 2) / Math.sqrt(2 * Math.PI);
    }
}
