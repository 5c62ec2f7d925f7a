# Tiered support in simmer: a trajectory for each kind of fault, a resource for each pool, the given faults as a data
# frame of arrivals with their priorities and attributes.
#
#   Rscript trajectories.R HOTLINE REMOTE ONSITE < faults.csv > record.csv
#
# The vendor's answer is the end of a fault's patience: it reneges then from the queue for a visit or from the visit,
# and after a visit that was in vain it waits for that moment. The first line printed is the CPU seconds of the play.

suppressPackageStartupMessages(library(simmer))

OURS <- 0
HIDDEN <- 2
VENDORS <- 3
WARM_UP <- 300

served <- function(way, pool) {
  way %>% seize(pool) %>% timeout_from_attribute(pool) %>% release(pool)
}

play <- function(faults, people) {
  env <- simmer("support")

  ours <- trajectory("ours") %>%
    served("remote") %>%
    branch(
      function() 1 - get_attribute(env, "solved_by_remote"),
      continue = FALSE,
      trajectory("visit") %>% served("onsite")
    )
  hidden <- trajectory("ours after all") %>% served("onsite")
  vendors <- trajectory("the vendor's") %>%
    renege_in(function() get_attribute(env, "vendor")) %>%
    served("onsite") %>%
    wait()

  after_hotline <- function() {
    if (get_attribute(env, "solved_by_hotline")) return(0)
    match(get_attribute(env, "kind"), c(OURS, HIDDEN, VENDORS))
  }
  fault <- trajectory("fault") %>%
    served("hotline") %>%
    branch(after_hotline, continue = FALSE, ours, hidden, vendors)

  for (pool in names(people)) env %>% add_resource(pool, people[[pool]])
  env %>%
    add_dataframe("fault", fault, faults, time = "absolute") %>%
    run()
  list(whole = get_mon_arrivals(env), pools = get_mon_arrivals(env, per_resource = TRUE))
}

# Arrivals are numbered from 0 in the order of the data frame.
row_of <- function(name) as.integer(sub("fault", "", name, fixed = TRUE)) + 1L

# Whoever reneged while he waited has no time of activity there, and is not counted as served.
table_of <- function(record, pools, rows) {
  table <- matrix(NA_real_, rows, 1 + length(pools), dimnames = list(NULL, c("restored", pools)))
  table[row_of(record$whole$name), "restored"] <- record$whole$end_time
  served <- record$pools[record$pools$activity_time > 0, ]
  waited <- served$end_time - served$start_time - served$activity_time
  table[cbind(row_of(served$name), match(served$resource, colnames(table)))] <- waited
  table
}

people <- setNames(as.integer(commandArgs(trailingOnly = TRUE)), c("hotline", "remote", "onsite"))
faults <- read.csv(file("stdin"))
invisible(play(head(faults, WARM_UP), people)) # everything is loaded and compiled before it counts
spent <- system.time(record <- play(faults, people))
cat(spent[["user.self"]] + spent[["sys.self"]], "\n", sep = "")
write.csv(format(table_of(record, names(people), nrow(faults)), digits = 15, trim = TRUE), row.names = FALSE, quote = FALSE)
