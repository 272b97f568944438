package io.penstock.processor.partition;

import io.penstock.processor.admission.AdmissionPolicy;
import io.penstock.processor.outcome.SettlementPolicy;
import java.util.Optional;

/**
 * What the core has to know of a job.
 *
 * @param admission what counts as work
 * @param settlement what counts as done
 * @param queue how its tasks wait; empty: they run at once, inline
 */
public record JobPolicy(AdmissionPolicy admission, SettlementPolicy settlement, Optional<QueuePolicy> queue) {}
