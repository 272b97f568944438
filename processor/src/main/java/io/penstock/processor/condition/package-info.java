/**
 * A job's condition, its {@code when}: an expression in CEL (https://cel.dev) over a change.
 *
 * <p>CEL's own library reads, expands and type-checks the expression. It is evaluated here, because nearly every operator
 * means something else than in plain CEL: a field that is absent is null and no error, and numbers of all types compare
 * by value, decimals included. {@code docs/conditions.md} is the whole language, with examples.
 */
@NullMarked
package io.penstock.processor.condition;

import org.jspecify.annotations.NullMarked;
