package io.penstock.settings.file;

import io.penstock.settings.yaml.Location;
import io.penstock.settings.yaml.Locations;
import io.penstock.settings.yaml.Node;
import io.penstock.settings.yaml.Problems;
import io.penstock.settings.yaml.YamlTree;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The configuration file: {@code docs/configuration.md} says what it may hold. Safe for use by several threads. */
public final class SettingsFile {
    private SettingsFile() {}

    /** Reads a file, with this process's environment. Throws nothing for what a file may hold. */
    public static Reading read(Path file) {
        return read(file, System.getenv());
    }

    /**
     * Reads a file. Throws nothing for what a file may hold, or for a file that cannot be read: that is a problem, too.
     *
     * @param environment what {@code ${NAME}} stands for
     */
    public static Reading read(Path file, Map<String, String> environment) {
        if (Files.isDirectory(file)) {
            return unreadable("this is a folder; name the configuration file in it");
        }
        try {
            return parse(Files.readString(file), environment);
        } catch (CharacterCodingException notText) {
            return unreadable("the file is not UTF-8 text; save it as such");
        } catch (NoSuchFileException missing) {
            return unreadable("there is no such file");
        } catch (IOException unreadable) {
            return unreadable("the file cannot be read ("
                    + unreadable.getClass().getSimpleName() + "); it must be a file that this process may read");
        }
    }

    /**
     * Reads a file's text.
     *
     * @param environment what {@code ${NAME}} stands for
     */
    public static Reading parse(String text, Map<String, String> environment) {
        Problems problems = new Problems();
        Optional<Node> root = YamlTree.read(text, environment, problems);
        Optional<Draft> draft = root.map(node -> SettingsReader.read(node, problems));
        return new Reading(draft, problems.problems(), problems.warnings(), new Locations(root));
    }

    private static Reading unreadable(String message) {
        Problems problems = new Problems();
        problems.add(Location.START, "", message);
        return new Reading(Optional.empty(), problems.problems(), List.of(), new Locations(Optional.empty()));
    }
}
