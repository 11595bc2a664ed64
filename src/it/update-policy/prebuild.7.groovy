import java.time.Duration

context.lastLookUp(Duration.ofMinutes(90))
