package io.penstock.settings;

import java.util.List;

/**
 * A check that needs more than the configuration file: whether a job's condition compiles, whether its handler is on the
 * class path. Those who can tell bring one.
 */
@FunctionalInterface
public interface SettingsCheck {
    /** What is wrong, with pointers into the file; empty if all is well. Throws nothing for what a file may say. */
    List<Problem> check(Settings settings);
}
