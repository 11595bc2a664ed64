import java.time.Duration

context.lastLookUp(Duration.ofHours(25))
