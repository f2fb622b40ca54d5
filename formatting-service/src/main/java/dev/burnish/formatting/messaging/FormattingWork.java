package dev.burnish.formatting.messaging;

import dev.burnish.contracts.CloudEvents;
import dev.burnish.contracts.DatasetFormatted;
import dev.burnish.contracts.DatasetRejected;
import dev.burnish.contracts.DatasetReport;
import dev.burnish.contracts.DatasetSubmitted;
import dev.burnish.contracts.Envelope;
import dev.burnish.contracts.Event;
import dev.burnish.contracts.Failure;
import dev.burnish.contracts.MalformedEventException;
import dev.burnish.formatting.app.FormatDataset;
import dev.burnish.formatting.domain.Reports;
import dev.burnish.kit.outbox.Outbox;
import dev.burnish.kit.work.Claim;
import dev.burnish.kit.work.Completion;
import dev.burnish.kit.work.Lease;
import dev.burnish.kit.work.LeaseLostException;
import dev.burnish.kit.work.WorkHandler;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Formats one data set after another and tells what became of each. The payload of the work is the submission's event. */
@ApplicationScoped
public class FormattingWork implements WorkHandler {
    private final FormatDataset formatDataset;
    private final Reports reports;
    private final Outbox outbox;

    FormattingWork(FormatDataset formatDataset, Reports reports, Outbox outbox) {
        this.formatDataset = formatDataset;
        this.reports = reports;
        this.outbox = outbox;
    }

    @Override
    public Completion perform(Claim claim, Lease lease) throws IOException, LeaseLostException {
        Envelope envelope = submission(claim);
        String prefix = "tenants/" + envelope.tenant() + "/jobs/" + claim.id() + "/attempts/" + claim.fence();
        Event outcome = formatDataset.format((DatasetSubmitted) envelope.event(), prefix, lease);
        return () -> {
            DatasetReport report = report(outcome);
            if (report != null) {
                reports.put(envelope.tenant(), claim.id(), report);
            }
            outbox.publish(envelope.tenant(), outcome);
        };
    }

    private static @Nullable DatasetReport report(Event outcome) {
        return switch (outcome) {
            case DatasetFormatted formatted -> formatted.report();
            case DatasetRejected rejected -> rejected.report();
            default -> null;
        };
    }

    @Override
    public void failed(Claim claim, Failure failure) {
        outbox.publish(submission(claim).tenant(), new DatasetRejected(claim.id(), failure));
    }

    private static Envelope submission(Claim claim) {
        try {
            return CloudEvents.read(claim.payload()).orElseThrow();
        } catch (MalformedEventException e) {
            throw new IllegalStateException("the work " + claim.id() + " holds what its listener did not write", e);
        }
    }
}
