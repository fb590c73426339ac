package io.lockdep.benchmarks.table;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Numbers of several runs of one thing. */
public final class Samples {

    private final List<Double> values = new ArrayList<>();

    /** No numbers yet. */
    public Samples() {}

    /**
     * Adds the number of the next run.
     *
     * @param value the number
     */
    public void add(double value) {
        values.add(value);
    }

    /** {@return whether there are none} */
    public boolean isEmpty() {
        return values.isEmpty();
    }

    /** {@return the middle number; NaN if there are none} */
    public double median() {
        return quantile(0.5);
    }

    /** {@return the smallest number; NaN if there are none} */
    public double min() {
        return quantile(0);
    }

    /** {@return the largest number; NaN if there are none} */
    public double max() {
        return quantile(1);
    }

    /**
     * A number that a share of the others does not exceed.
     *
     * @param share from 0 to 1
     * @return the number; NaN if there are none
     */
    public double quantile(double share) {
        if (values.isEmpty()) {
            return Double.NaN;
        }
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        double at = share * (sorted.size() - 1);
        int below = (int) at;
        int above = Math.min(below + 1, sorted.size() - 1);
        return sorted.get(below) + (at - below) * (sorted.get(above) - sorted.get(below));
    }

    /**
     * Ratios run by run, since runs of one number were neighbours in time.
     *
     * @param base numbers to divide by
     * @return as many ratios as both have
     */
    public Samples over(Samples base) {
        Samples ratios = new Samples();
        for (int i = 0; i < Math.min(values.size(), base.values.size()); i++) {
            ratios.add(values.get(i) / base.values.get(i));
        }
        return ratios;
    }

    /**
     * Differences run by run.
     *
     * @param base numbers to subtract
     * @return as many differences as both have
     */
    public Samples minus(Samples base) {
        Samples differences = new Samples();
        for (int i = 0; i < Math.min(values.size(), base.values.size()); i++) {
            differences.add(values.get(i) - base.values.get(i));
        }
        return differences;
    }
}
