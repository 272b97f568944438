/** The rule over what signals said, or might say: so that objectives can be tried before they are trusted. */
@NullMarked
package io.penstock.governor.trace;

import org.jspecify.annotations.NullMarked;
