package io.penstock.processor.governing;

import io.penstock.records.Ruling;
import java.util.Optional;

/**
 * How this instance is governed at a moment.
 *
 * @param instance its name
 * @param owner whether the rule runs here
 * @param hears whether the governor was heard a short while ago; if not, the share is the instance's part of the floor
 * @param share how many attempts it may run at once
 * @param demand how many it would
 * @param inUse how many it runs, on average
 * @param ruling what was heard last
 */
public record Governed(
        String instance,
        boolean owner,
        boolean hears,
        double share,
        double demand,
        double inUse,
        Optional<Ruling> ruling) {}
