/**
 * Reads the configuration file: {@link io.penstock.settings.file.SettingsFile} makes
 * {@link io.penstock.settings.Settings} of it or says all that is wrong with it.
 */
@NullMarked
package io.penstock.settings.file;

import org.jspecify.annotations.NullMarked;
