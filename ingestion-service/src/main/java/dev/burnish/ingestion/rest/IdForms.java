package dev.burnish.ingestion.rest;

import dev.burnish.ingestion.domain.RefusedException;
import java.util.regex.Pattern;

/** What ids look like. Nothing else is ever looked up: a text that is no id, such as one with a NUL in it, names nothing. */
final class IdForms {
    static final Pattern FILE = Pattern.compile("file-[0-9a-f]{32}");
    static final Pattern JOB = Pattern.compile("ftjob-[0-9a-f]{32}");
    static final Pattern EVENT = Pattern.compile("ftevent-[0-9a-f]{32}");
    static final Pattern CHECKPOINT = Pattern.compile("ftckpt_[0-9a-f]{32}");

    static final Pattern UPLOAD = Pattern.compile("upload_[0-9a-f]{32}");
    static final Pattern KEY = Pattern.compile("key_[0-9a-f]{32}");
    static final Pattern WEBHOOK = Pattern.compile("webhook-[0-9a-f]{32}");

    private IdForms() {}

    /** @throws RefusedException when it cannot be a job's id */
    static String job(String id) {
        if (!JOB.matcher(id).matches()) {
            throw RefusedException.noSuchJob(id);
        }
        return id;
    }
}
