/**
 * How background work gives way: each instance says how much it would run, the owner of the first partition lets the rule
 * decide, and each instance takes the share that it hears of. Knows no Kafka: the topic is behind {@link
 * io.penstock.processor.governing.Bulletin}.
 */
@NullMarked
package io.penstock.processor.governing;

import org.jspecify.annotations.NullMarked;
