package io.penstock.processor.governing;

import io.penstock.processor.governing.Bulletin.Notice;
import io.penstock.records.GovernorJson;
import io.penstock.records.GovernorRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The governor's topic in memory: all that was written, in order, as it would be read. */
final class Board {
    private final List<Notice> notices = new ArrayList<>();

    List<Notice> notices() {
        return List.copyOf(notices);
    }

    /** The topic as one instance sees it. */
    View view() {
        return new View();
    }

    final class View implements Bulletin {
        private int read;
        private boolean cut;

        /** Nothing gets through any more, in neither direction; or everything does again. */
        void cut(boolean off) {
            cut = off;
        }

        @Override
        public List<Notice> history() {
            return news(Duration.ZERO);
        }

        @Override
        public List<Notice> news(Duration wait) {
            if (cut) {
                return List.of();
            }
            List<Notice> news = List.copyOf(notices.subList(read, notices.size()));
            read = notices.size();
            return news;
        }

        @Override
        public void post(GovernorRecord record) {
            if (!cut) {
                notices.add(new Notice.Said(
                        GovernorJson.read(GovernorJson.write(record)).orElseThrow()));
            }
        }

        @Override
        public void remove(String instance) {
            if (!cut) {
                notices.add(new Notice.Gone(instance));
            }
        }

        @Override
        public void close() {}
    }
}
