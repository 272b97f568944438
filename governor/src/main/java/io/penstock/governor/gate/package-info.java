/** The gate: lets background attempts through, as many as the limit says. It knows no rule. */
@NullMarked
package io.penstock.governor.gate;

import org.jspecify.annotations.NullMarked;
