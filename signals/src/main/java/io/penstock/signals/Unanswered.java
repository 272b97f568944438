package io.penstock.signals;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.MongoSecurityException;
import io.penstock.settings.Redaction;

/** Why somebody who was asked gave no answer, in words for the log. */
final class Unanswered {
    private static final int UNAUTHORIZED = 13;

    private Unanswered() {}

    /** What an exception says, without secrets. */
    static String why(Throwable failed) {
        if (failed instanceof MongoSecurityException) {
            return "MongoDB refuses the user of the section 'mongodb'; see to user, password and 'authSource'";
        }
        String message = failed.getMessage();
        return message == null || message.isBlank()
                ? failed.getClass().getSimpleName()
                : Redaction.text(message.strip());
    }

    /** Whether a user may not do what was asked for. */
    static boolean forbidden(MongoException failed) {
        return failed instanceof MongoCommandException && failed.getCode() == UNAUTHORIZED;
    }
}
