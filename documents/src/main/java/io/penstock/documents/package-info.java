/**
 * How handlers reach the database: {@link io.penstock.documents.DocumentAccess} for the process, an
 * {@link io.penstock.documents.AttemptAccess} for each attempt. Look-ups and writes of all attempts are gathered into few
 * requests. Knows neither Kafka nor the processor.
 */
@NullMarked
package io.penstock.documents;

import org.jspecify.annotations.NullMarked;
