package io.penstock.processor.partition;

import io.penstock.processor.admission.AdmissionPolicy;
import io.penstock.processor.outcome.SettlementPolicy;

/**
 * What the core has to know of a job.
 *
 * @param admission what counts as work
 * @param settlement what counts as done
 */
public record JobPolicy(AdmissionPolicy admission, SettlementPolicy settlement) {}
