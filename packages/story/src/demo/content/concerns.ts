type Some = readonly [string, ...string[]];

/** What a player came with: goals, what sets it off, what they say of it, and what they find out. */
export interface Concern {
  readonly name: string;
  readonly approaches: Some;
  readonly triggers: Some;
  readonly fears: Some;
  readonly goals: readonly { readonly description: string; readonly milestones: Some }[];
  readonly skills: readonly (readonly [category: string, name: string])[];
  /** What the player says when it is hard, when it is in between, and when it is good. */
  readonly hard: Some;
  readonly between: Some;
  readonly good: Some;
  readonly memories: Some;
  readonly insights: Some;
}

export const concerns: readonly [Concern, ...Concern[]] = [
  {
    name: 'social anxiety',
    approaches: ['cognitive behavioural', 'exposure'],
    triggers: ['being looked at', 'a full room', 'speaking first'],
    fears: ['being laughed at', 'saying the wrong thing'],
    goals: [
      {
        description: 'Speak up once a week where I would have kept silent',
        milestones: [
          'Say hello to a neighbour',
          'Ask a question in a group',
          'Disagree with somebody I like',
        ],
      },
      {
        description: 'Stay at a gathering for as long as I want to, and no longer',
        milestones: ['Go with a friend', 'Stay half an hour', 'Leave without an excuse'],
      },
    ],
    skills: [
      ['social', 'Starting a conversation'],
      ['calm', 'Slow breathing'],
    ],
    hard: [
      'Everybody stopped talking when I came in. I am sure they did.',
      'My face is burning. I would rather be anywhere else.',
      'I have said it wrong again, I could hear it while I said it.',
    ],
    between: [
      'I could ask one question. Just one, and then listen.',
      'My heart is fast, but I am still standing here.',
      'Perhaps they are waiting for somebody else to begin, too.',
    ],
    good: [
      'I said it, and nothing happened. Somebody nodded.',
      'They asked me to come again. I think I will.',
      'It was quiet for a moment, and I could bear it.',
    ],
    memories: [
      'The school hall, and forgetting the second verse.',
      'A stranger who said: I get nervous too.',
      'Laughing so hard at the long table that it hurt.',
    ],
    insights: [
      'Nobody looks at me for as long as I think.',
      'A pause is not a failure.',
      'I may go when I want to, and so I can stay.',
    ],
  },
  {
    name: 'grief',
    approaches: ['grief counselling', 'narrative therapy'],
    triggers: ['an empty chair', 'a certain song', 'the first day of a season'],
    fears: ['forgetting the voice', 'being a burden'],
    goals: [
      {
        description: 'Make room for the good memories beside the last ones',
        milestones: ['Tell one story aloud', 'Look at the photographs', 'Cook the recipe'],
      },
      {
        description: 'Let friends help with one thing a month',
        milestones: ['Say yes once', 'Ask for something small', 'Accept a visit'],
      },
    ],
    skills: [
      ['grief', 'Telling a memory'],
      ['calm', 'Grounding by five things'],
    ],
    hard: [
      'I reached for the phone to tell her. Then I remembered.',
      'People say that time helps. It only makes it longer.',
      'I do not want to be brave today.',
    ],
    between: [
      'I found his handwriting in a book. I sat down on the floor and read it twice.',
      'It hurts, and I also had a good lunch. Both are true.',
      'I talked about her for a while, and my voice held.',
    ],
    good: [
      'I laughed at the story with the boat, as we always did.',
      'I lit the lantern, and it was a warm light, not a sad one.',
      'I think she would have liked this place.',
    ],
    memories: [
      'The smell of her coat in the hall.',
      'The last postcard, with a terrible joke.',
      'Rowing home in the dark, and singing.',
    ],
    insights: [
      'Grief is not in the way of love; it is what it looks like now.',
      'I can miss somebody and be all right.',
      'Telling it makes it lighter to carry.',
    ],
  },
  {
    name: 'low mood',
    approaches: ['behavioural activation', 'mindfulness'],
    triggers: ['a day without plans', 'grey mornings', 'comparing myself'],
    fears: ['that it stays like this', 'letting people down'],
    goals: [
      {
        description: 'Do one thing that I used to like, every day',
        milestones: ['Three days in a row', 'A whole week', 'One with somebody else'],
      },
      {
        description: 'Get up at the same time',
        milestones: ['One weekend', 'Two weeks', 'Without the third alarm'],
      },
    ],
    skills: [
      ['activity', 'Small first step'],
      ['mindfulness', 'Noticing without judging'],
    ],
    hard: [
      'I have sat here for an hour. I do not know what for.',
      'It is all behind glass today.',
      'I cancelled again. They will stop asking.',
    ],
    between: [
      'I got as far as the door. Then I went through it.',
      'It was not fun. It was not nothing either.',
      'I did the smallest thing on the list, and crossed it out.',
    ],
    good: [
      'I noticed the light on the trees. I noticed that I noticed.',
      'I was tired this evening, but the good sort of tired.',
      'Somebody asked how I was, and I had something to say.',
    ],
    memories: [
      'A summer that had too many strawberries.',
      'Sleeping in the back of the car, and being carried in.',
      'The first loaf that was worth eating.',
    ],
    insights: [
      'Doing comes before feeling like it.',
      'A bad morning is a morning.',
      'Small is not the same as nothing.',
    ],
  },
  {
    name: 'exhaustion',
    approaches: ['self-compassion', 'acceptance and commitment'],
    triggers: ['an open list', 'a message after hours', 'a word of praise'],
    fears: ['falling behind', 'being replaceable'],
    goals: [
      {
        description: 'Stop working at the time that I said I would',
        milestones: ['One evening', 'A whole week', 'While something was left undone'],
      },
      {
        description: 'Say no without three reasons',
        milestones: ['To a small request', 'To a friend', 'To myself'],
      },
    ],
    skills: [
      ['boundaries', 'Saying no'],
      ['rest', 'A pause before the next thing'],
    ],
    hard: [
      'If I put this down, all of it comes down.',
      'I slept eight hours and woke up tired.',
      'I snapped at somebody who only wanted to help.',
    ],
    between: [
      'I left one thing for tomorrow. I keep looking at it.',
      'I said that I would think about it. That is new.',
      'I have not looked at the clock for a whole chapter.',
    ],
    good: [
      'I said no, and they said: of course.',
      'I sat on the roof and did not earn it first.',
      'The world went on while I slept.',
    ],
    memories: [
      'Doing homework under the blanket with a torch.',
      'A holiday that was spent on the telephone.',
      'Grandfather, asleep in the deck chair, without shame.',
    ],
    insights: [
      'Rest is not a reward.',
      'What is good enough can be left alone.',
      'I am not the only pillar of this house.',
    ],
  },
  {
    name: 'self-worth',
    approaches: ['self-compassion', 'cognitive behavioural'],
    triggers: ['a mirror', 'criticism', 'a success of somebody else'],
    fears: ['being found out', 'not being enough'],
    goals: [
      {
        description: 'Speak to myself as I would to a friend',
        milestones: ['Notice the harsh voice', 'Answer it once', 'Thank it and go on'],
      },
      {
        description: 'Finish something and show it',
        milestones: ['Show a draft', 'Hear one opinion', 'Keep it as it is'],
      },
    ],
    skills: [
      ['self-compassion', 'Kind inner voice'],
      ['thinking', 'Checking a thought against the facts'],
    ],
    hard: [
      'They were only being polite.',
      'Anybody else would have managed this long ago.',
      'I do not know why you waste your time with me.',
    ],
    between: [
      'A part of me says it was luck. Another part was there, and saw me work.',
      'I would not say that to a friend. So why to me?',
      'I am trying to let the compliment stay in the room.',
    ],
    good: [
      'I made this. It has a crooked edge, and I like it.',
      'I said thank you, and nothing after it.',
      'I was kind to myself before I noticed.',
    ],
    memories: [
      'A drawing on the fridge, in its place of honour.',
      'The teacher who read my page aloud.',
      'Hiding a good mark so that nobody would expect more.',
    ],
    insights: [
      'A thought is not a fact.',
      'I do not have to earn a chair at the table.',
      'Kindness is not the same as excuses.',
    ],
  },
  {
    name: 'uncertainty',
    approaches: ['dialectical behavioural', 'mindfulness'],
    triggers: ['waiting for news', 'a change of plan', 'a silence'],
    fears: ['losing control', 'choosing wrongly'],
    goals: [
      {
        description: 'Decide small things within a minute',
        milestones: ['What to eat', 'Which way to walk', 'What to answer'],
      },
      {
        description: 'Leave a question open overnight',
        milestones: ['One night', 'Without looking it up', 'And sleep'],
      },
    ],
    skills: [
      ['tolerance', 'Staying with not knowing'],
      ['calm', 'Slow breathing'],
    ],
    hard: [
      'What if it goes wrong? I have a list of forty ways.',
      'I have checked three times. I want to check again.',
      'Nobody can tell me how this ends, and I cannot breathe.',
    ],
    between: [
      'I do not know. There, I said it.',
      'I can worry about it at six o’clock, for ten minutes.',
      'The bridge sways. I have one foot on it.',
    ],
    good: [
      'I chose the left path, and it was simply a path.',
      'No news, and I had a good evening all the same.',
      'It was not certain, and I went.',
    ],
    memories: [
      'Waiting on the stairs for a car that came late.',
      'A map with a hole just where we were.',
      'Jumping from the high board with both eyes open.',
    ],
    insights: [
      'I need not know the end to take the next step.',
      'Control and safety are two things.',
      'A wrong turn is still a walk.',
    ],
  },
];
