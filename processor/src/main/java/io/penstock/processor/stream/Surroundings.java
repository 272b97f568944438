package io.penstock.processor.stream;

import io.penstock.processor.admission.Ledger.Retention;
import io.penstock.processor.task.TaskListener;
import io.penstock.settings.ProcessingSettings.Commit;
import io.penstock.settings.ProcessingSettings.TaskEvents;
import java.time.InstantSource;

/**
 * What both steps of the topology need.
 *
 * @param retention how long stores remember
 * @param guarantee how what is written holds together
 * @param outputs makes output records
 * @param commit when what was done is committed
 * @param told which task events are told
 * @param listener hears of everything
 * @param clock the time of day
 */
record Surroundings(
        Retention retention,
        Guarantee guarantee,
        OutputCodec outputs,
        Commit commit,
        TaskEvents told,
        TaskListener listener,
        InstantSource clock) {}
