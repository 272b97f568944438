package io.penstock.settings;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Takes secrets out of what is about to be logged or shown. It goes by the names of properties and by the form of
 * values; a secret under a harmless name it cannot know, so text that came from a secret's file should not be shown at
 * all.
 */
public final class Redaction {
    /** What stands where a secret stood. */
    public static final String MASK = "***";

    private static final Pattern SECRET_NAME = Pattern.compile("password|passwd|passphrase|secret|credential|token"
            + "|jaas|private[-._]?key|api[-._]?key|access[-._]?key|user[-._]?info"
            + "|ssl\\.keystore\\.key|ssl\\.keystore\\.certificate|auth(orization)?$");

    /** {@code user:password@} after a scheme; up to the last @, since a password may hold one by mistake. */
    private static final Pattern USER_INFO = Pattern.compile("(?<=://)([^:@/\\s]*):\\S*@");

    private static final Pattern QUERY_PARAMETER = Pattern.compile(
            "([?&;]([^=&;\\s]*(password|secret|token)[^=&;\\s]*|authMechanismProperties)=)[^&\\s]*",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern JAAS_PASSWORD = Pattern.compile(
            "((password|secret|token)\\w*\\s*=\\s*)(\"[^\"]*\"?|'[^']*'?|[^\\s;&,]+)", Pattern.CASE_INSENSITIVE);

    private Redaction() {}

    /** Whether a property of this name holds a secret: {@code sasl.jaas.config}, {@code ssl.key.password}, {@code api-token}. */
    public static boolean isSecret(String property) {
        return SECRET_NAME.matcher(property.toLowerCase(Locale.ROOT)).find();
    }

    /** The properties, sorted by name, with secrets masked: safe to log. */
    public static Map<String, String> properties(Map<String, ?> properties) {
        Map<String, String> safe = new TreeMap<>();
        properties.forEach((name, value) -> safe.put(name, isSecret(name) ? MASK : text(String.valueOf(value))));
        return safe;
    }

    /**
     * Any text with the secrets masked that can be told by their form: {@code mongodb://user:***@host}, parameters of
     * connection strings such as {@code tlsCertificateKeyFilePassword}, passwords in JAAS configurations.
     */
    public static String text(String text) {
        String safe = USER_INFO.matcher(text).replaceAll("$1:" + MASK + "@");
        safe = QUERY_PARAMETER.matcher(safe).replaceAll("$1" + MASK);
        return JAAS_PASSWORD.matcher(safe).replaceAll("$1" + MASK);
    }
}
