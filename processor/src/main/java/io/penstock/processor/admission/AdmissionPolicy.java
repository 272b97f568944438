package io.penstock.processor.admission;

/**
 * What a job wants of admission.
 *
 * @param sparesUnchanged whether a version with the content of the one before need not be run; reads of a snapshot are
 *     spared in any case
 * @param once whether a task id that has its result is settled for good
 * @param keepsResult whether the last result of a document is remembered
 */
public record AdmissionPolicy(boolean sparesUnchanged, boolean once, boolean keepsResult) {}
