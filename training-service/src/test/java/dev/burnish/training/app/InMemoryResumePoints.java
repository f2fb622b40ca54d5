package dev.burnish.training.app;

import dev.burnish.training.domain.ResumePoint;
import dev.burnish.training.domain.ResumePoints;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

final class InMemoryResumePoints implements ResumePoints {
    private final List<ResumePoint> points = new ArrayList<>();

    @Override
    public List<ResumePoint> of(String jobId) {
        return points.stream()
                .filter(point -> point.jobId().equals(jobId))
                .sorted(Comparator.comparingLong(ResumePoint::fence)
                        .thenComparingInt(ResumePoint::step)
                        .reversed())
                .toList();
    }

    @Override
    public void add(ResumePoint point) {
        points.add(point);
    }

    @Override
    public void remove(ResumePoint point) {
        points.remove(point);
    }
}
