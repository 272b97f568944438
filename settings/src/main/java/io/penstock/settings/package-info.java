/**
 * The one configuration file of all parts: {@link io.penstock.settings.Settings} is what it says, once it has been read
 * and checked.
 */
@NullMarked
package io.penstock.settings;

import org.jspecify.annotations.NullMarked;
